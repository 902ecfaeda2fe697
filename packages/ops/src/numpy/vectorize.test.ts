import { KerasTensor, memory, type Tensor, tidy, toNDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { convertToTensor } from "../core/convert.ts";
import { add, multiply } from "./arithmetic.ts";
import { empty } from "./creation.ts";
import { max } from "./extremes.ts";
import { emptyLike } from "./like.ts";
import { linspace } from "./linspace.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reductions.ts";
import { geomspace, logspace } from "./spaced.ts";
import { vectorize } from "./vectorize.ts";

describe("vectorize", () => {
  it("broadcasts arguments of a function of scalars", () => {
    const before = memory().numTensors;
    const f = vectorize((a: Tensor, b: Tensor) => {
      expect([a.shape, b.shape]).toEqual([[], []]);
      return add(a, multiply(3, b));
    });
    const result = f([[1], [2]], [10, 20, 30]);
    expect(result).toBeClose([
      [31, 61, 91],
      [32, 62, 92],
    ]);
    expect(f(1, 2)).toBeClose(7);
    result.dispose();
    expect(memory().numTensors - before).toBe(1);
  });

  it("takes matrices and vectors where the signature says so", () => {
    const f = vectorize((m: Tensor, v: Tensor) => matmul(m, v), { signature: "(m,n),(n)->(m)" });
    tidy(() => {
      const turns = [
        [
          [0, 1],
          [1, 0],
        ],
        [
          [2, 0],
          [0, 3],
        ],
      ];
      expect(f(turns, [1, 2])).toBeClose([
        [2, 1],
        [2, 6],
      ]);
    });
    expect(() => f([[1, 2]], [1, 2, 3])).toThrow(
      "Cannot call ops.vectorize: axis n must have one size, 2, received shape [3]",
    );
    expect(() => f([1], [1])).toThrow("argument 0 must have the axes (m, n)");
    expect(() => vectorize((x: Tensor) => x, { signature: "m->n" })).toThrow(
      '`signature` must be of the form "(m,n),(n)->(m)"',
    );
  });

  it("gives several results, and passes on what is excluded", () => {
    const f = vectorize((row: Tensor, scale: number) => [multiply(sum(row), scale), max(row)], {
      excluded: [1],
      signature: "(n)->(),()",
    });
    const [sums, largest] = f(
      [
        [1, 2],
        [3, 4],
      ],
      10,
    );
    expect(sums!).toBeClose([30, 70]);
    expect(largest!).toBeClose([2, 4]);
  });
});

describe("what is made without values", () => {
  it("has shape and dtype", () => {
    expect([empty([2, 3], { dtype: "int32" }).dtype, empty(4).shape]).toEqual(["int32", [4]]);
    expect(emptyLike(new KerasTensor([null, 2], "int32")).dtype).toBe("int32");
  });
});

describe("linspace", () => {
  it("gives the distance as well", () => {
    const [numbers, distance] = linspace(0, [1, 2], { num: 5, retstep: true });
    expect(numbers.shape).toEqual([5, 2]);
    expect(distance).toBeClose([0.25, 0.5]);
    expect(toNDArray(linspace(0, 1, { num: 4, endpoint: false, retstep: true })[1]).item()).toBeCloseTo(0.25);
    expect(linspace(0, 1, { num: 1, retstep: true })[1]).toBeClose(Number.NaN);
  });
});

describe("logspace and geomspace", () => {
  it("know their shapes beforehand", () => {
    const x = new KerasTensor([2, 3]);
    expect(logspace(x, 2, { num: 5 }).shape).toEqual([5, 2, 3]);
    expect(geomspace(1, x, { num: 5, axis: -1 }).shape).toEqual([2, 3, 5]);
    expect(geomspace([1, 2], 8, { num: 3, axis: 1 })).toBeClose([
      [1, 2.8284271, 8],
      [2, 4, 8],
    ]);
    expect(logspace(0, 3, { num: 3, endpoint: false, base: 2 })).toBeClose([1, 2, 4]);
  });
});

describe("convertToTensor", () => {
  it("makes dense tensors only", () => {
    expect(convertToTensor([1, 2], null, { sparse: false })).toBeClose([1, 2]);
    expect(() => convertToTensor([1], null, { sparse: true })).toThrow(
      "Cannot call ops.convertToTensor: `sparse` must be false: all tensors here are dense, received true",
    );
  });
});
