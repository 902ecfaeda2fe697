import { KerasTensor, type Tensor, toNDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { equal, greater, greaterEqual, less, lessEqual, notEqual } from "./comparison.ts";
import { isfinite, isinf, isnan, logicalAnd, logicalNot, logicalOr, logicalXor } from "./logical.ts";

const read = (x: Tensor): unknown => {
  expect(x.dtype).toBe("bool");
  return toNDArray(x).toArray();
};

describe("comparisons", () => {
  it("compare element by element, with broadcasting", () => {
    expect(read(equal([1, 2], 2))).toEqual([false, true]);
    expect(read(notEqual([1, 2], 2))).toEqual([true, false]);
    expect(read(greater([[1], [3]], [1, 2]))).toEqual([
      [false, false],
      [true, true],
    ]);
    expect(read(greaterEqual([1, 2], [1, 3]))).toEqual([true, false]);
    expect(read(less([1, 2], 1.5))).toEqual([true, false]);
    expect(read(lessEqual([1, 2], 1))).toEqual([true, false]);
  });

  it("hold for nothing that is compared with NaN, but inequality", () => {
    expect(read(equal([NaN], [NaN]))).toEqual([false]);
    expect(read(notEqual([NaN], [NaN]))).toEqual([true]);
    expect(read(less([NaN], 1))).toEqual([false]);
  });

  it("give booleans of symbolic tensors", () => {
    expect(less(new KerasTensor([null, 2]), 1)).toMatchObject({ shape: [null, 2], dtype: "bool" });
  });
});

describe("logic", () => {
  it("takes numbers other than 0 for true, NaN included", () => {
    expect(read(logicalAnd([0, 2, NaN], true))).toEqual([false, true, true]);
    expect(read(logicalOr([0, 0], [0, -1]))).toEqual([false, true]);
    expect(read(logicalXor([true, true], [true, false]))).toEqual([false, true]);
    expect(read(logicalNot([0, 0.5]))).toEqual([true, false]);
  });

  it("tells numbers from infinities and NaN, also among integers", () => {
    const x = [1, Number.POSITIVE_INFINITY, NaN];
    expect(read(isfinite(x))).toEqual([true, false, false]);
    expect(read(isinf(x))).toEqual([false, true, false]);
    expect(read(isnan(x))).toEqual([false, false, true]);
    expect(read(isfinite(3))).toBe(true);
  });
});
