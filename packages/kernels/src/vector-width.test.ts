import * as tf from "@hornbeam/kernels/tfjs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { floats } from "../testing/compare.ts";
import { widest } from "../testing/variants.ts";
import { KernelError } from "./errors.ts";
import { makeRuntime } from "./make-runtime.ts";
import { replaceKernels, trainingKernels } from "./register.ts";
import type { Runtime } from "./runtime.ts";
import { start } from "./start.ts";
import { getVectorWidth, joinsVectors, setVectorWidth, type VectorWidth, widthAskedFor } from "./vector-width.ts";

const getBuiltinModule = () => ({});
const node = { node: "24.1.0", v8: "13.6.233.10-node.12" };

it("joins vectors in a Node whose V8 was tested, on x64, and nowhere else", () => {
  const joins = (arch: string, versions: object) =>
    joinsVectors({ process: { arch, versions, getBuiltinModule } as never });
  expect(joins("x64", node)).toBe(true);
  expect(joins("arm64", node)).toBe(false);
  expect(joins("x64", { ...node, v8: "12.4.254.21-node.33" })).toBe(false);
  expect(joins("x64", { ...node, v8: "13.60.1.1-node.1" })).toBe(false);
  expect(joins("x64", { ...node, v8: "13.6.233.10-electron.0" })).toBe(false);
  expect(joins("x64", { v8: node.v8 })).toBe(false);
  expect(joinsVectors({})).toBe(false);
});

describe("setVectorWidth", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("takes 128 and 256 before the start, and nothing else", () => {
    vi.stubGlobal("process", { arch: "x64", versions: node, getBuiltinModule });
    expect(getVectorWidth()).toBe(256);
    setVectorWidth(128);
    expect([widthAskedFor(), getVectorWidth()]).toEqual([128, 128]);
    setVectorWidth(256);
    expect([widthAskedFor(), getVectorWidth()]).toEqual([256, 256]);
    expect(() => setVectorWidth(512 as VectorWidth)).toThrow(
      new KernelError("Cannot set the width of vectors: it must be 128 or 256, received 512"),
    );
  });

  it("refuses 256 in an engine that was not tested with it", () => {
    vi.stubGlobal("process", { arch: "x64", versions: { ...node, v8: "12.4.254.21-node.33" }, getBuiltinModule });
    expect(() => setVectorWidth(256)).toThrow(
      new KernelError(
        "Cannot compute with vectors of 256 bits: the engine must be one that was tested with them, V8 13.6 in Node on x64, received 12.4.254.21-node.33 on x64",
      ),
    );
  });

  it("comes too late once the kernels have started", async () => {
    setVectorWidth(widest);
    await start();
    expect(() => setVectorWidth(128)).toThrow(
      new KernelError(
        "Cannot set the width of vectors: it must be set before the kernels start\nCall `setVectorWidth` before `ready` and before the first op.",
      ),
    );
  });
});

describe("wide and narrow tiles give the same bits", () => {
  let runtime: Runtime;
  beforeAll(async () => {
    await start();
    runtime = await makeRuntime(tf.backend(), "relaxed", true, widest);
    replaceKernels(trainingKernels(runtime));
  });

  /** The bits of what `compute` gives, by width. */
  function bits(compute: () => tf.Tensor): Int32Array[] {
    return ([128, 256] as const).map((width) => {
      runtime.vectorWidth = width;
      return tf.tidy(() => new Int32Array((compute().dataSync() as Float32Array).slice().buffer));
    });
  }
  const tensor = (shape: number[], seed: number) => tf.tensor(floats(shape, -1, 1, seed).data as Float32Array, shape);

  it.each([1, 4, 5, 6, 7, 17, 33])("in products of %i rows with any number of columns, any way round", (rows) => {
    for (const columns of [8, 15, 16, 17, 24, 31, 40, 49]) {
      for (const [ta, tb] of [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ] as const) {
        const [a, b] = [tensor(ta ? [431, rows] : [rows, 431], 1), tensor(tb ? [columns, 431] : [431, columns], 2)];
        const [narrow, wide] = bits(() => tf.matMul(a, b, ta, tb));
        expect(wide).toEqual(narrow);
        tf.dispose([a, b]);
      }
    }
  });

  it.each([
    ["a few pixels", [2, 9, 7, 5], [3, 3, 5, 27], 2],
    ["many, by Winograd's algorithm", [4, 32, 32, 32], [3, 3, 32, 40], 1],
  ] as const)("in convolutions of %s, and both their gradients", (_, shape, kernel, stride) => {
    const [x, filter] = [tensor([...shape], 3), tensor([...kernel], 4)] as [tf.Tensor4D, tf.Tensor4D];
    const forward = () => tf.conv2d(x, filter, stride, "same");
    const [narrow, wide] = bits(forward);
    expect(wide).toEqual(narrow);
    for (const by of [0, 1]) {
      const [one, other] = bits(
        () =>
          tf.grads((a, b) => tf.sum(tf.square(tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, stride, "same"))))([
            x,
            filter,
          ])[by]!,
      );
      expect(other).toEqual(one);
    }
    tf.dispose([x, filter]);
  });
});
