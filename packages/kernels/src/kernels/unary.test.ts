import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import {
  type Compute,
  expectAgreement,
  expectClose,
  floats,
  gradientsOf,
  run,
  sequence,
  values,
} from "../../testing/compare.ts";
import { functions } from "../../testing/functions.ts";
import { describeVariants } from "../../testing/variants.ts";
import { unaries } from "../functions.ts";
import type { Unary } from "./unary.ts";

const [inf, nan] = [Number.POSITIVE_INFINITY, Number.NaN];

/** Those that are as exact as said at every float, however large or small. */
const wholes = [
  ...(["selu", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "asinh", "acosh", "atanh"] as const),
  ...([
    "abs",
    "neg",
    "relu",
    "relu6",
    "square",
    "sqrt",
    "rsqrt",
    "reciprocal",
    "floor",
    "ceil",
    "round",
    "sign",
  ] as const),
];

describeVariants("functions of single floats", () => {
  for (const f of unaries) {
    const [onTensors, exact, [from, to], most] = functions[f];
    it(`are as exact as said: ${f}`, () => {
      const { data } = floats([20011], from, to);
      const near = [1e-6, 1e-4, 1e-2, 0.1, 0.3, 0.62, 0.63, 0.99, 1.01].flatMap((x) => [x, -x]);
      const x = Float32Array.from([...data, ...near.filter((v) => v >= from && v <= to)]);
      const y = tf.tidy(() => onTensors(tf.tensor1d(x)).dataSync());
      let worst = 0;
      x.forEach((value, i) => {
        const wanted = exact(value);
        const unit = 2 ** (Math.floor(Math.log2(Math.abs(wanted))) - 23);
        if (Number.isFinite(wanted) && Math.abs(wanted) > 1e-37)
          worst = Math.max(worst, Math.abs(y[i]! - wanted) / unit);
      });
      expect(worst).toBeLessThan(most);
    });

    it(`give the same wherever an array ends, and gradients: ${f}`, async () => {
      const all = floats([17], Math.max(from, -3), Math.min(to, 3));
      const compute: Compute = (x) => onTensors(x);
      const [whole] = await run("wasm", compute, [all]);
      for (let size = 0; size <= 17; size++) {
        const part = values([...all.data.slice(0, size)]);
        const [y] = await run("wasm", compute, [part]);
        expect([...y!.data]).toEqual([...whole!.data.slice(0, size)]);
        const gradient = gradientsOf(compute);
        expectClose(await run("wasm", gradient, [part]), await run("cpu", gradient, [part]), 2e-6, "gradient: ");
      }
    });
  }

  it.each(wholes)("%s is right at floats of any size", (f) => {
    const next = sequence(5);
    const words = Uint32Array.from({ length: 20000 }, () => next() * 2 ** 32);
    words.set([0, 0x80000000, 1, 0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000]);
    const x = new Float32Array(words.buffer);
    const [onTensors, exact, , most] = functions[f];
    const y = tf.tidy(() => onTensors(tf.tensor1d(x)).dataSync());
    const wrong = x.findIndex((value, i) => {
      const wanted = Math.fround(exact(value));
      if (!Number.isFinite(wanted) || wanted === 0) return !Object.is(y[i], wanted);
      const unit = Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(Math.abs(wanted))) - 23));
      return !(Math.abs(y[i]! - exact(value)) <= most * unit);
    });
    expect(wrong < 0 || [x[wrong], y[wrong]]).toBe(true);
  });

  it("have the limits of their functions", () => {
    const at = (f: Unary, x: number) => tf.tidy(() => functions[f][0](tf.tensor1d([x])).dataSync()[0]!);
    const cases: readonly (readonly [Unary, number, number])[] = [
      ...([
        ["exp", inf, inf],
        ["exp", -inf, 0],
        ["exp", 100, inf],
        ["exp", 0, 1],
        ["expm1", -inf, -1],
      ] as const),
      ...([
        ["expm1", inf, inf],
        ["expm1", -0, -0],
        ["log", 0, -inf],
        ["log", -0, -inf],
        ["log", inf, inf],
      ] as const),
      ...([
        ["log", -1, nan],
        ["log", 1, 0],
        ["log1p", -1, -inf],
        ["log1p", inf, inf],
        ["log1p", -2, nan],
      ] as const),
      ...([
        ["log1p", -0, -0],
        ["sigmoid", inf, 1],
        ["sigmoid", -inf, 0],
        ["tanh", inf, 1],
        ["tanh", -inf, -1],
      ] as const),
      ...([
        ["tanh", -0, -0],
        ["erf", inf, 1],
        ["erf", -inf, -1],
        ["erf", -0, -0],
        ["softplus", inf, inf],
      ] as const),
      ...([
        ["softplus", -inf, 0],
        ["elu", inf, inf],
        ["elu", -inf, -1],
      ] as const),
    ];
    for (const [f, x, y] of cases) expect([f, x, at(f, x)]).toEqual([f, x, y]);
    for (const f of unaries) expect([f, at(f, nan)]).toEqual([f, nan]);
  });

  it("have gradients of gradients", () => {
    for (const f of ["sigmoid", "tanh", "erf", "softplus", "elu", "gelu", "geluApproximation", "silu"] as const) {
      const second = tf.grad((x) => tf.sum(tf.grad((v) => tf.sum(functions[f][0](v)))(x)));
      const exact = functions[f][1];
      const h = 1e-3;
      const wanted = (exact(0.7 + h) - 2 * exact(0.7) + exact(0.7 - h)) / h ** 2;
      expect(tf.tidy(() => second(tf.tensor1d([0.7])).dataSync()[0])).toBeCloseTo(wanted, 3);
    }
  });

  it("take numbers of their own", async () => {
    const x = [nan, inf, -inf, 0, -0, 3, -3, 0.5, -0.5];
    const at = (f: (x: tf.Tensor) => tf.Tensor) => [...tf.tidy(() => f(tf.tensor1d(x)).dataSync())];
    expect(at((v) => tf.leakyRelu(v, 0.25))).toEqual([nan, inf, -inf, 0, -0, 3, -0.75, 0.5, -0.125]);
    expect(at((v) => tf.step(v, 0.25))).toEqual([nan, 1, 0.25, 0.25, 0.25, 1, 0.25, 1, 0.25]);
    expect(at((v) => tf.clipByValue(v, -1, 2))).toEqual([nan, 2, -1, 0, -0, 2, -1, 0.5, -0.5]);
    for (let n = 0; n <= 17; n++) {
      for (const f of [(v: tf.Tensor) => tf.leakyRelu(v, 0.1), (v: tf.Tensor) => tf.clipByValue(v, -0.5, 0.25)])
        await expectAgreement(f, [floats([n])], { gradient: n > 0 });
    }
  });

  it("take integers of every length, which wrap", () => {
    const least = -(2 ** 31);
    const all = [least, 2 ** 31 - 1, 0, 5, -5, 65536, -1, 7];
    const wanted: readonly (readonly [(x: tf.Tensor) => tf.Tensor, (x: number) => number])[] = [
      [tf.abs, (v) => Math.abs(v) | 0],
      [tf.neg, (v) => -v | 0],
      [tf.square, (v) => Math.imul(v, v)],
      [tf.sign, Math.sign],
      [tf.relu, (v) => Math.max(v, 0)],
      [tf.relu6, (v) => Math.min(Math.max(v, 0), 6)],
      [(x) => tf.clipByValue(x, -5.5, 6.5), (v) => Math.min(Math.max(v, -5), 6)],
    ];
    for (const [f, exact] of wanted) {
      for (let n = 0; n <= all.length; n++) {
        const given = all.slice(0, n);
        const y = tf.tidy(() => f(tf.tensor1d(given, "int32")));
        expect(y.dtype).toBe("int32");
        expect([...y.dataSync()]).toEqual(given.map((v) => exact(v) + 0));
        y.dispose();
      }
    }
  });

  it("take integers as before", () => {
    expect([...tf.tidy(() => tf.exp(tf.tensor1d([0, 1], "int32")).dataSync())].map((x) => Math.round(x))).toEqual([
      1, 3,
    ]);
  });
});
