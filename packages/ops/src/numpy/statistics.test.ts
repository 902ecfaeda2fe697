import { KerasTensor, NDArray, toNDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { norm } from "../linalg/norm.ts";
import { fmax, fmin, fmod, heaviside, ldexp } from "./arithmetic-of-c.ts";
import { bitwiseAnd, bitwiseNot, leftShift } from "./bitwise.ts";
import { allclose, isclose, isin, signbit } from "./closeness.ts";
import { bincount, digitize, searchsorted } from "./counting.ts";
import { diag, diagonal, trace, tri, triu } from "./diagonals.ts";
import { nanargmax, nanmax, nanmean, nansum, nanToNum, nanvar } from "./nan.ts";
import { median, percentile, quantile } from "./quantiles.ts";
import { average, diff, ptp, trapezoid } from "./statistics.ts";
import { rot90, unravelIndex } from "./turning.ts";
import { cross, inner, kron, outer } from "./vectors.ts";
import { kaiser } from "./windows.ts";

describe("statistics", () => {
  it("weigh, spread and integrate", () => {
    expect(
      average(
        [
          [1, 3],
          [5, 9],
        ],
        { axis: 1, weights: [3, 1] },
      ),
    ).toBeClose([1.5, 6]);
    expect(
      ptp(
        [
          [1, 5],
          [2, 9],
        ],
        1,
      ),
    ).toBeClose([4, 7]);
    expect(diff([1, 4, 9, 16], { n: 2 })).toBeClose([2, 2]);
    expect(trapezoid([1, 3], { x: [0, 4] })).toBeClose(8);
    expect(() => average([[1, 2]], { weights: [1, 2, 3] })).toThrow("`weights` must be shaped as `x`, or as its axis");
  });

  it("find quantiles between and at elements", () => {
    const x = [4, 1, 3, 2];
    expect(median(x)).toBeClose(2.5);
    expect(quantile(x, [0, 0.5, 1])).toBeClose([1, 2.5, 4]);
    for (const [method, value] of [
      ["lower", 2],
      ["higher", 3],
      ["midpoint", 2.5],
      ["nearest", 2],
    ] as const)
      expect(percentile(x, 40, { method }), method).toBeClose(value);
    expect(quantile(new KerasTensor([null, 5]), [0.1, 0.2], { axis: 1, keepdims: true }).shape).toEqual([2, null, 1]);
  });

  it("count, and find places in order", () => {
    expect(
      bincount(
        [
          [0, 1],
          [1, 1],
        ],
        { minlength: 3 },
      ),
    ).toBeClose([
      [1, 1, 0],
      [0, 2, 0],
    ]);
    expect(bincount([1, 1], { weights: [0.5, 0.25] })).toBeClose([0, 0.75]);
    expect(searchsorted([1, 2, 2, 3], [2, 0, 9])).toBeClose([1, 0, 4]);
    expect(searchsorted([1, 2, 2, 3], [2], { side: "right" })).toBeClose([3]);
    expect(digitize([1, 2.5], [1, 2, 3])).toBeClose([1, 2]);
  });
});

describe("NaN", () => {
  it("is left out", () => {
    expect(nansum([NaN, 1, 2])).toBeClose(3);
    expect(
      nanmean(
        [
          [NaN, 1],
          [NaN, NaN],
        ],
        1,
      ),
    ).toBeClose([1, NaN]);
    expect(nanvar([1, NaN, 3])).toBeClose(1);
    expect(
      nanmax(
        [
          [NaN, 1],
          [NaN, NaN],
        ],
        1,
      ),
    ).toBeClose([1, NaN]);
    expect(
      nanargmax(
        [
          [NaN, 1],
          [NaN, NaN],
        ],
        1,
      ),
    ).toBeClose([1, -1]);
    expect(nanToNum([NaN, Number.NEGATIVE_INFINITY], { nan: 7, neginf: -1 })).toBeClose([7, -1]);
    expect(fmax([NaN, 1], [2, NaN])).toBeClose([2, 1]);
    expect(fmin([NaN, 1], [NaN, 0])).toBeClose([NaN, 0]);
  });

  it("is close to nothing unless told", () => {
    expect(isclose([NaN, 1, Number.POSITIVE_INFINITY], [NaN, 1, Number.POSITIVE_INFINITY])).toBeClose([0, 1, 1]);
    expect(isclose([NaN], [NaN], { equalNan: true })).toBeClose([1]);
    expect(allclose([1], [Number.POSITIVE_INFINITY])).toBeClose(0);
  });
});

describe("C's arithmetic and bits", () => {
  it("keep the dividend's sign, and shift", () => {
    const ints = new NDArray(Int32Array.of(7, -7), [2]);
    expect(fmod(ints, 3)).toBeClose([1, -1]);
    expect(heaviside([-1, 0, 1], 0.5)).toBeClose([0, 0.5, 1]);
    expect(ldexp([1.5], 3)).toBeClose([12]);
    expect(bitwiseAnd(ints, 3)).toBeClose([3, 1]);
    expect(bitwiseNot(ints)).toBeClose([-8, 6]);
    expect(leftShift(1, ints.slice(0, 1))).toBeClose([128]);
    expect(signbit([-0, 0])).toBeClose([1, 0]);
    expect(isin(ints, [7], { invert: true })).toBeClose([0, 1]);
    expect(() => bitwiseAnd([1.5], [1])).toThrow('the tensors must hold integers or booleans, received "float32"');
    expect(() => ldexp([1], 0.5)).toThrow("Cannot call ops.ldexp: the exponents must be integers, received 0.5");
  });
});

describe("diagonals and products of vectors", () => {
  it("take and lay diagonals", () => {
    expect(diag([1, 2], { k: -1 })).toBeClose([
      [0, 0, 0],
      [1, 0, 0],
      [0, 2, 0],
    ]);
    expect(
      diagonal(
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        { offset: 1 },
      ),
    ).toBeClose([2, 6]);
    expect(
      trace([
        [1, 2],
        [3, 4],
      ]),
    ).toBeClose(5);
    expect(
      triu(
        [
          [1, 2],
          [3, 4],
        ],
        { k: 1 },
      ),
    ).toBeClose([
      [0, 2],
      [0, 0],
    ]);
    expect(tri(2, { M: 3, k: 1 })).toBeClose([
      [1, 1, 0],
      [1, 1, 1],
    ]);
  });

  it("multiply", () => {
    expect(
      inner(
        [[1, 2]],
        [
          [3, 4],
          [5, 6],
        ],
      ),
    ).toBeClose([[11, 17]]);
    expect(outer([1, 2], [3, 4])).toBeClose([
      [3, 4],
      [6, 8],
    ]);
    expect(kron([[1, 2]], [[1], [3]])).toBeClose([
      [1, 2],
      [3, 6],
    ]);
    expect(cross([1, 2, 3], [4, 5, 6])).toBeClose([-3, 6, -3]);
    expect(cross([1, 2], [3, 4])).toBeClose(-2);
    expect(() => cross([1, 2, 3, 4], [1, 2, 3, 4])).toThrow(
      "vectors must have 2 or 3 components, received shape [4, 4]",
    );
  });

  it("turn, and count places", () => {
    expect(
      rot90(
        [
          [1, 2],
          [3, 4],
        ],
        { k: -1 },
      ),
    ).toBeClose([
      [3, 1],
      [4, 2],
    ]);
    expect(unravelIndex([5, 1], [2, 3]).map((list) => toNDArray(list).toArray())).toEqual([
      [1, 0],
      [2, 1],
    ]);
  });

  it("measure norms", () => {
    const x = [
      [3, 0],
      [4, 5],
    ];
    expect(norm(x)).toBeClose(Math.sqrt(50));
    expect(norm(x, { axis: 0 })).toBeClose([5, 5]);
    expect(norm(x, { ord: 1 })).toBeClose(7);
    expect(norm(x, { ord: 2 })).toBeClose(Math.sqrt(45));
    expect(norm(x, { ord: "nuc" })).toBeClose(Math.sqrt(45) + Math.sqrt(5));
    expect(norm(x, { ord: -2, axis: [0, 1], keepdims: true })).toBeClose([[Math.sqrt(5)]]);
  });

  it("have Kaiser's window", () => {
    expect(kaiser(3, 2)).toBeClose([0.4386763, 1, 0.4386763]);
  });
});
