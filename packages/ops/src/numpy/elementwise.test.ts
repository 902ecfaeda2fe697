import { KerasTensor, NDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { absolute, ceil, clip, floor, negative, reciprocal, round, sign, square, trunc } from "./elementwise.ts";
import { exp, log, log2, log10, logaddexp, sqrt } from "./exponential.ts";

const ints = (...values: number[]): NDArray => new NDArray(Int32Array.from(values), [values.length]);

describe("functions of each element", () => {
  it("keep integers where the result is one", () => {
    for (const f of [absolute, negative, square, sign, trunc, round]) expect(f(ints(-2, 3)).dtype).toBe("int32");
    expect(square([true, false]).dtype).toBe("int32");
    expect(absolute([true, false]).dtype).toBe("bool");
  });

  it("make floats of integers where the result is a real number", () => {
    for (const f of [exp, log, sqrt, floor, ceil, reciprocal]) expect(f(ints(1, 4)).dtype).toBe("float32");
    expect(sqrt(ints(1, 4))).toBeClose([1, 2]);
    expect(sqrt(new KerasTensor([null], "int32")).dtype).toBe("float32");
    expect(exp(new KerasTensor([null], "float16")).dtype).toBe("float16");
  });

  it("round halves to the even neighbour, and to decimals", () => {
    expect(round([0.5, 1.5, 2.5, -0.5])).toBeClose([0, 2, 2, 0]);
    expect(round([1.2345, -1.2355], { decimals: 2 })).toBeClose([1.23, -1.24]);
    expect(round(ints(149, 151), { decimals: -2 })).toBeClose([100, 200]);
  });

  it("tell the sign of the smallest numbers and of infinities", () => {
    expect(sign([1e-30, -1e-30, Number.NEGATIVE_INFINITY, NaN, 0])).toBeClose([1, -1, -1, NaN, 0]);
  });

  it("clip to numbers and to tensors, and keep NaN", () => {
    expect(clip([-1, 0.5, NaN], 0, 1)).toBeClose([0, 0.5, NaN]);
    expect(clip(ints(-5, 5), -1, 2)).toBeClose([-1, 2]);
    expect(
      clip(
        [
          [1, 2],
          [3, 4],
        ],
        [2, 3],
        3.5,
      ),
    ).toBeClose([
      [2, 3],
      [3, 3.5],
    ]);
  });

  it("take logarithms to any usual base, and of sums without overflow", () => {
    expect(log2([8])).toBeClose([3]);
    expect(log10([1000])).toBeClose([3]);
    expect(logaddexp([1000], [1000])).toBeClose([1000 + Math.LN2]);
    expect(logaddexp([Number.NEGATIVE_INFINITY], [Number.NEGATIVE_INFINITY])).toBeClose([Number.NEGATIVE_INFINITY]);
  });

  it("refuse options that there are not", () => {
    // @ts-expect-error there is no such option
    expect(() => round([1], { decimal: 1 })).toThrow(
      "Cannot call ops.round: unknown option `decimal`\nDid you mean `decimals`?",
    );
  });
});
