import { KerasTensor, memory, NDArray, type Tensor, tidy, toNDArray } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { numbers } from "../../testing/check-gradient.ts";
import { viewAsReal } from "../numpy/complex.ts";
import { matmul } from "../numpy/matmul.ts";
import { swapaxes } from "../numpy/transpose.ts";
import { slogdet } from "./determinant.ts";
import { eig, eigh } from "./eigen.ts";
import { lstsq, matrixRank, pinv } from "./pseudo-inverse.ts";
import { qr } from "./qr.ts";
import { inv } from "./solve.ts";
import { svd } from "./svd.ts";

const tall = numbers([2, 5, 3]);
const singular = [
  [1, 2],
  [2, 4],
];

/** The largest difference of two elements. */
function distance(a: Tensor, b: Tensor | NDArray): number {
  const [x, y] = [toNDArray(a), b instanceof NDArray ? b : toNDArray(b)].map(({ data }) =>
    Array.from(data as Float32Array),
  );
  return Math.max(...x!.map((one, i) => Math.abs(one - y![i]!)));
}

/** Vectors as diagonal matrices. */
function diagonals(s: Tensor): NDArray {
  const { shape, data } = toNDArray(s);
  const size = shape.at(-1)!;
  const result = new Float32Array(data.length * size);
  for (let i = 0; i < data.length; i++) result[i * size + (i % size)] = Number(data[i]);
  return new NDArray(result, [...shape, size]);
}

describe("decompositions", () => {
  it("give the matrices back", () => {
    tidy(() => {
      const [q, r] = qr(tall);
      expect(q.shape).toEqual([2, 5, 3]);
      expect(distance(matmul(q, r), tall)).toBeLessThan(1e-5);
      const [all, whole] = qr(tall, { mode: "complete" });
      expect([all.shape, whole.shape]).toEqual([
        [2, 5, 5],
        [2, 5, 3],
      ]);
      expect(distance(matmul(all, whole), tall)).toBeLessThan(1e-5);
      const [u, s, v] = svd(tall, { fullMatrices: false });
      expect(distance(matmul(matmul(u, diagonals(s)), v), tall)).toBeLessThan(1e-5);
      const gram = matmul(swapaxes(tall, 1, 2), tall);
      const [w, vectors] = eigh(gram);
      expect(distance(matmul(gram, vectors), matmul(vectors, diagonals(w)))).toBeLessThan(1e-4);
    });
  });

  it("have the signs that Keras gives", () => {
    const [q, r] = qr([
      [0, 1],
      [0, 2],
      [0, 3],
    ]);
    expect(q).toBeClose([
      [1, 0],
      [0, -0.5547003],
      [0, -0.8320504],
    ]);
    expect(r).toBeClose([
      [0, 1],
      [0, -3.6055512],
    ]);
  });

  it("know their shapes beforehand", () => {
    const x = new KerasTensor([null, 5, 3]);
    expect(svd(x).map(({ shape }) => shape)).toEqual([
      [null, 5, 5],
      [null, 3],
      [null, 3, 3],
    ]);
    expect(svd(x, { fullMatrices: false }).map(({ shape }) => shape)).toEqual([
      [null, 5, 3],
      [null, 3],
      [null, 3, 3],
    ]);
    expect(svd(x, { computeUv: false }).shape).toEqual([null, 3]);
    expect(qr(x, { mode: "complete" }).map(({ shape }) => shape)).toEqual([
      [null, 5, 5],
      [null, 5, 3],
    ]);
    expect(() => qr(new KerasTensor([5, null]))).toThrow(
      "Cannot call ops.qr: the last two sizes must be known, received shape [5, null]",
    );
    expect(matrixRank(x).dtype).toBe("int32");
    expect(pinv(x).shape).toEqual([null, 3, 5]);
    expect(slogdet(new KerasTensor([null, 3, 3]))[1].shape).toEqual([null]);
  });

  it("work on no matrices, and on matrices of nothing", () => {
    expect(svd(new NDArray(new Float32Array(0), [0, 3, 2])).map(({ shape }) => shape)).toEqual([
      [0, 3, 3],
      [0, 2],
      [0, 2, 2],
    ]);
    expect(inv(new NDArray(new Float32Array(0), [0, 0])).shape).toEqual([0, 0]);
    expect(eigh(new NDArray(new Float32Array(0), [0, 2, 2]))[1].shape).toEqual([0, 2, 2]);
  });

  it("leave no tensor behind", () => {
    const before = memory().numTensors;
    for (const x of [...svd(tall), ...qr(tall), pinv(tall), matrixRank(tall)]) x.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("eig", () => {
  /** The values, as pairs of real and imaginary parts. */
  const pairs = (x: number[][]): number[][] => {
    const values = toNDArray(viewAsReal(eig(x)[0])).toArray() as number[][];
    return values.map((pair) => pair.map((one) => Number(one.toFixed(5)) + 0));
  };

  it("finds real and complex values", () => {
    expect(
      pairs([
        [2, 1],
        [0, 3],
      ]).sort(),
    ).toEqual([
      [2, 0],
      [3, 0],
    ]);
    expect(
      pairs([
        [0, -4],
        [1, 0],
      ]).sort(([, a], [, b]) => a! - b!),
    ).toEqual([
      [0, -2],
      [0, 2],
    ]);
  });

  it("finds the roots of unity, where the unshifted method stands still", () => {
    const turn = [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1, 0],
    ];
    expect(pairs(turn).map(([re, im]) => Math.hypot(re!, im!))).toEqual([1, 1, 1].map((one) => expect.closeTo(one, 4)));
    expect(eig(new KerasTensor([null, 3, 3])).map(({ shape, dtype }) => [dtype, shape])).toEqual([
      ["complex64", [null, 3]],
      ["complex64", [null, 3, 3]],
    ]);
    expect(() => eig([[Number.NaN]])).not.toThrow();
    expect(() =>
      eig([
        [Number.NaN, 1],
        [1, 1],
      ]),
    ).toThrow('Cannot call ops.eig: `x` must hold finite numbers, received "NaN or an infinity"');
  });
});

describe("least squares", () => {
  it("find the shortest of the best solutions", () => {
    expect(
      lstsq(
        [
          [1, 1],
          [1, 1],
          [1, 1],
        ],
        [1, 2, 3],
      ),
    ).toBeClose([1, 1]);
    expect(
      lstsq(
        [
          [1, 0],
          [0, 2],
          [0, 0],
        ],
        [[3], [4], [5]],
      ),
    ).toBeClose([[3], [2]]);
    expect(
      lstsq(
        [
          [4, 0],
          [0, 0.1],
        ],
        [4, 1],
        { rcond: 0.1 },
      ),
    ).toBeClose([1, 0]);
    expect(
      pinv([
        [0, 0, 0],
        [0, 0, 0],
      ]),
    ).toBeClose([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(() => lstsq([[1]], [1, 2])).toThrow("`b` must have the 1 rows of `a`");
  });

  it("count what is not 0", () => {
    expect(
      toNDArray(
        matrixRank([
          singular,
          [
            [1, 0],
            [0, 1],
          ],
        ]),
      ).toArray(),
    ).toEqual([1, 2]);
    expect(
      toNDArray(
        matrixRank(
          [
            [1, 0],
            [0, 0.01],
          ],
          { tol: 0.05 },
        ),
      ).item(),
    ).toBe(1);
  });
});
