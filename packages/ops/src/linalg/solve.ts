import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { argumentError } from "../_spec.ts";
import { luFactors, luSolve, unitMatrix } from "./_lu.ts";
import { decompose, flipped, isRecording, squareOf, squareSpec } from "./_matrices.ts";
import { eachPair, solutionSpec, withRightSide } from "./_right-side.ts";

/**
 * The solution `x` of `a x = b`.
 *
 * - a: `[..., m, m]`
 * - b: `[..., m]` or `[..., m, n]`
 *
 * @throws {ShapeError} when a matrix is not square, or `b` does not fit.
 * @throws {OptionError} when a matrix has no inverse.
 * @see {@link https://keras.io/api/ops/linalg/#solve-function | keras.ops.solve}
 * @example
 * solve([[2, 0], [1, 1]], [4, 5]); // [2, 3]
 */
export const solve = /* @__PURE__ */ defineOp<[a: Tensor, b: Tensor], object, Tensor>({
  className: "Solve",
  module: "linalg",
  tensors: ["a", "b"],
  call: (a, b) => withRightSide("solve", a, b, solution),
  spec: solutionSpec("solve"),
});

/** `a x = b` for matrices of the same batch: `db = a⁻ᵀ dx`, `da = -db xᵀ`. */
function solution(a: Tensor, b: Tensor): Tensor {
  const withGradient = tf.customGrad((left, right, save) => {
    const [matrices, given] = [left as Tensor, right as Tensor];
    const size = a.shape.at(-1)!;
    const value = eachPair(matrices, given, (matrix, columns, count) => {
      const factors = luFactors(matrix, size);
      if (factors.singular) throw argumentError("solve", "a", "have an inverse", "a singular matrix");
      return luSolve(factors, columns, count);
    });
    (save as (tensors: Tensor[]) => void)([matrices, given, value]);
    const gradFunc = (dy: Tensor, [matrix, source, x]: Tensor[]): Tensor[] => {
      const db = solution(flipped(matrix!), dy);
      const solved = isRecording() ? solution(matrix!, source!) : x!;
      return [tf.neg(tf.matMul(db, solved, false, true)), db];
    };
    return { value, gradFunc };
  });
  return withGradient(a, b);
}

/**
 * The inverse of square matrices, `[..., m, m]`.
 *
 * @throws {ShapeError} when a matrix is not square.
 * @throws {OptionError} when a matrix has no inverse.
 * @see {@link https://keras.io/api/ops/linalg/#inv-function | keras.ops.inv}
 * @example
 * inv([[2, 0], [0, 4]]); // [[0.5, 0], [0, 0.25]]
 */
export const inv = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Inv",
  module: "linalg",
  tensors: ["x"],
  call: (x) => inverse("inv", toFloat(x)),
  spec: squareSpec("inv"),
});

/** The inverse `y`, with the gradient `-yᵀ dy yᵀ`. */
export function inverse(op: string, x: Tensor): Tensor {
  const { rows: size } = squareOf(op, x.shape);
  const [result] = decompose(x, {
    shapes: [[size, size]],
    compute: (matrix) => {
      const factors = luFactors(matrix, size);
      if (factors.singular) throw argumentError(op, "x", "have an inverse", "a singular matrix");
      return [luSolve(factors, unitMatrix(size), size)];
    },
    gradient: ([dy], [y]) => tf.neg(tf.matMul(tf.matMul(y!, dy!, true, false), y!, false, true)),
  });
  return result!;
}
