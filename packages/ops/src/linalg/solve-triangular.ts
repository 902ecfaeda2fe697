import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { substitute } from "./_lu.ts";
import { flipped, isRecording, lowerMask } from "./_matrices.ts";
import { eachPair, solutionSpec, withRightSide } from "./_right-side.ts";

/**
 * The solution `x` of `a x = b` for triangles `a`: upper ones, or lower ones where `lower`. The other half is not read.
 *
 * - a: `[..., m, m]`
 * - b: `[..., m]` or `[..., m, n]`
 *
 * @throws {ShapeError} when a matrix is not square, or `b` does not fit.
 * @see {@link https://keras.io/api/ops/linalg/#solvetriangular-function | keras.ops.solve_triangular}
 * @example
 * solveTriangular([[2, 1], [0, 4]], [4, 8]); // [1, 2]
 */
export const solveTriangular = /* @__PURE__ */ defineOp<[a: Tensor, b: Tensor], { lower: boolean }, Tensor>({
  className: "SolveTriangular",
  module: "linalg",
  tensors: ["a", "b"],
  options: { lower: false },
  call: (a, b, { lower }) =>
    withRightSide("solveTriangular", a, b, (left, right) => triangularSolution(left, right, lower)),
  spec: solutionSpec("solveTriangular"),
});

/** `a x = b` for matrices of the same batch: `db = a⁻ᵀ dx`, `da = -db xᵀ` within the triangle. */
export function triangularSolution(a: Tensor, b: Tensor, lower: boolean): Tensor {
  const withGradient = tf.customGrad((left, right, save) => {
    const [triangle, given] = [left as Tensor, right as Tensor];
    const value = eachPair(triangle, given, (matrix, columns, count) => {
      const x = columns.slice();
      substitute(matrix, x, count, { lower, unit: false });
      return x;
    });
    (save as (tensors: Tensor[]) => void)([triangle, given, value]);
    const gradFunc = (dy: Tensor, [matrix, source, x]: Tensor[]): Tensor[] => {
      const db = triangularSolution(flipped(matrix!), dy, !lower);
      const solved = isRecording() ? triangularSolution(matrix!, source!, lower) : x!;
      const mask = lowerMask(matrix!.shape.at(-1)!, 1);
      const da = tf.mul(tf.neg(tf.matMul(db, solved, false, true)), lower ? mask : tf.transpose(mask));
      return [da, db];
    };
    return { value, gradFunc };
  });
  return withGradient(a, b);
}
