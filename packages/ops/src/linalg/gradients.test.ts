import { NDArray, ready, type Tensor } from "@hornbeam/core";
import { beforeAll, describe, it } from "vitest";
import { checkGradients, type GradientCase, numbers } from "../../testing/check-gradient.ts";
import * as ops from "../index.ts";

beforeAll(() => ready());

const square = numbers([2, 3, 3]);
const one = numbers([3, 3], -2, 2, 4);
const tall = numbers([2, 4, 3], -2, 2, 3);
const wide = numbers([3, 4], -2, 2, 5);
/** Rank 2: its last column is the sum of the others. */
const deficient = new NDArray(Float32Array.of(1, 2, 3, 0.5, -1, -0.5, 2, 1, 3), [3, 3]);

/** Symmetric and positive definite. */
function positive(x: Tensor): Tensor {
  const turned = ops.matmul(x, ops.swapaxes(x, -1, -2));
  return ops.add(turned, ops.eye(x.shape.at(-2)!));
}
/** What does not depend on the signs of the vectors. */
function sizes(...xs: readonly Tensor[]): Tensor[] {
  return xs.map((x) => ops.square(x));
}

const cases: readonly GradientCase[] = [
  ["cholesky", (x) => ops.cholesky(positive(x)), square],
  ["cholesky, upper", (x) => ops.cholesky(positive(x), { upper: true }), one],
  ["choleskyInverse", (x) => ops.choleskyInverse(ops.add(x, ops.multiply(3, ops.eye(3)))), square],
  ["choleskyInverse, upper", (x) => ops.choleskyInverse(ops.add(x, ops.multiply(3, ops.eye(3))), { upper: true }), one],
  ["det", (x) => ops.det(x), square],
  ["det of a singular matrix", (x) => ops.det(x), deficient],
  ["slogdet", (x) => ops.slogdet(x)[1], square],
  ["logdet", (x) => ops.logdet(positive(x)), square],
  ["inv", (x) => ops.inv(x), square],
  ["solve", (x, y) => ops.solve(x, y), square, numbers([2, 3, 2], -2, 2, 9)],
  ["solve for vectors", (x, y) => ops.solve(x, y), one, numbers([3])],
  ["solve with broadcasting", (x, y) => ops.solve(x, y), one, numbers([2, 3, 2], -2, 2, 9)],
  ["solveTriangular", (x, y) => ops.solveTriangular(x, y), square, numbers([2, 3, 1], -1, 1, 9)],
  ["solveTriangular, lower", (x, y) => ops.solveTriangular(x, y, { lower: true }), one, numbers([3], -1, 1)],
  ["luFactor", (x) => ops.luFactor(x)[0], square],
  ["qr of tall matrices", (x) => ops.qr(x), tall],
  ["qr of wide matrices", (x) => ops.qr(x), wide],
  ["qr of square matrices, complete", (x) => ops.qr(x, { mode: "complete" }), square],
  ["svd of tall matrices", (x) => sizes(...ops.svd(x, { fullMatrices: false })), tall],
  ["svd of wide matrices", (x) => sizes(...ops.svd(x, { fullMatrices: false })), wide],
  ["svd with square factors", (x) => sizes(...ops.svd(x)), wide],
  ["singular values", (x) => ops.svd(x, { computeUv: false }), tall],
  ["eigh", (x) => sizes(...ops.eigh(positive(x))), square],
  ["pinv of tall matrices", (x) => ops.pinv(x), tall],
  ["pinv of wide matrices", (x) => ops.pinv(x), wide],
  ["lstsq, overdetermined", (x, y) => ops.lstsq(x, y), numbers([4, 2], -2, 2, 8), numbers([4])],
  ["lstsq, underdetermined", (x, y) => ops.lstsq(x, y), wide, numbers([3, 2])],
  ["nuclear norm", (x) => ops.norm(x, { ord: "nuc", axis: [1, 0] }), wide],
  ["spectral norm", (x) => ops.norm(x, { ord: 2, axis: [1, 2] }), tall],
];

describe("gradients of linear algebra agree with differences of values", () => {
  for (const [title, f, ...inputs] of cases) it(title, () => checkGradients(f, ...inputs));
});
