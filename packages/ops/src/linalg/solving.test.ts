import { KerasTensor, NDArray, toNDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { cholesky, choleskyInverse } from "./cholesky.ts";
import { det, logdet, slogdet } from "./determinant.ts";
import { luFactor } from "./lu-factor.ts";
import { inv, solve } from "./solve.ts";
import { solveTriangular } from "./solve-triangular.ts";

const singular = [
  [1, 2],
  [2, 4],
];

describe("cholesky", () => {
  it("finds the triangle below or above the diagonal", () => {
    const x = [
      [4, 2],
      [2, 5],
    ];
    expect(cholesky(x)).toBeClose([
      [2, 0],
      [1, 2],
    ]);
    expect(cholesky(x, { upper: true })).toBeClose([
      [2, 1],
      [0, 2],
    ]);
    expect(choleskyInverse(cholesky(x))).toBeClose([
      [0.3125, -0.125],
      [-0.125, 0.25],
    ]);
  });

  it("refuses what has no such triangle", () => {
    expect(() =>
      cholesky([
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(
      "Cannot call ops.cholesky: `x` must be positive definite, or there is no Cholesky decomposition, received [2, 2]",
    );
    expect(() => cholesky(new KerasTensor([null, 3, 2]))).toThrow(
      "Cannot call ops.cholesky: the last two axes must be those of a square matrix, received shape [null, 3, 2]",
    );
    expect(() => cholesky([1, 2])).toThrow(
      "Cannot call ops.cholesky: the rank must be 2 or more: matrices, received shape [2]",
    );
  });
});

describe("determinants", () => {
  it("are products of pivots, with the sign of the rows' order", () => {
    expect(
      det([
        [0, 2],
        [3, 4],
      ]),
    ).toBeClose(-6);
    const [sign, logarithm] = slogdet([
      [
        [0, 2],
        [3, 4],
      ],
      [
        [1, 0],
        [0, 5],
      ],
    ]);
    expect(sign).toBeClose([-1, 1]);
    expect(logarithm).toBeClose([Math.log(6), Math.log(5)]);
    expect(
      logdet([
        [2, 0],
        [0, 8],
      ]),
    ).toBeClose(Math.log(16));
    expect(det(new NDArray(new Float32Array(0), [0, 0]))).toBeClose(1);
  });

  it("tell singular matrices", () => {
    expect(det(singular)).toBeClose(0);
    const [sign, logarithm] = slogdet(singular);
    expect(sign).toBeClose(0);
    expect(logarithm).toBeClose(Number.NEGATIVE_INFINITY);
    expect(
      logdet([
        [1, 2],
        [2, 1],
      ]),
    ).toBeClose(Number.NaN);
  });
});

describe("systems of equations", () => {
  it("are solved for vectors, for matrices, and with broadcasting", () => {
    const a = [
      [0, 2],
      [4, 0],
    ];
    expect(solve(a, [2, 4])).toBeClose([1, 1]);
    expect(
      solve(
        [a, a],
        [
          [2, 4],
          [4, 8],
        ],
      ),
    ).toBeClose([
      [1, 1],
      [2, 2],
    ]);
    expect(solve(a, [[[2], [4]]])).toBeClose([[[1], [1]]]);
    expect(inv(a)).toBeClose([
      [0, 0.25],
      [0.5, 0],
    ]);
    expect(
      solveTriangular(
        [
          [2, 9],
          [1, 4],
        ],
        [2, 9],
        { lower: true },
      ),
    ).toBeClose([1, 2]);
    expect(
      solveTriangular(
        [
          [1, 2],
          [9, 0],
        ],
        [1, 2],
      ),
    ).toBeClose([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it("have the pivots that Keras gives", () => {
    const [factors, pivots] = luFactor([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 10],
    ]);
    expect(factors).toBeClose([
      [7, 8, 10],
      [0.14285715, 0.8571428, 1.5714285],
      [0.5714286, 0.5, -0.5],
    ]);
    expect(toNDArray(pivots).toArray()).toEqual([1, 2, 0]);
    expect(pivots.dtype).toBe("int32");
  });

  it("are refused where there is no solution, or nothing fits", () => {
    expect(() => inv(singular)).toThrow('Cannot call ops.inv: `x` must have an inverse, received "a singular matrix"');
    expect(() => solve(singular, [1, 2])).toThrow(
      'Cannot call ops.solve: `a` must have an inverse, received "a singular matrix"',
    );
    expect(() => solve(new KerasTensor([null, 3, 3]), new KerasTensor([null, 2, 1]))).toThrow(
      "Cannot call ops.solve: `b` must have the 3 rows of `a`, received shape [[null, 3, 3], [null, 2, 1]]",
    );
    expect(() => solve([[[1]]], [1])).toThrow("`b` must be vectors of the batch of `a`, or matrices");
  });
});
