import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { argumentError } from "../_spec.ts";
import { choleskyFactor } from "./_cholesky.ts";
import { decompose, flipped, lowerMask, squareOf, squareSpec, unit } from "./_matrices.ts";
import { triangularSolution } from "./solve-triangular.ts";

/**
 * The triangle `L` with positive diagonal and `L Lᵀ = x`, of symmetric positive definite matrices `[..., m, m]`, of which
 * the lower triangle is read; its transpose where `upper`.
 *
 * The gradient is that of a symmetric matrix, as in TensorFlow: it spreads evenly over both triangles.
 *
 * @throws {ShapeError} when a matrix is not square.
 * @throws {OptionError} when a matrix is not positive definite.
 * @see {@link https://keras.io/api/ops/linalg/#cholesky-function | keras.ops.cholesky}
 * @example
 * cholesky([[4, 2], [2, 5]]); // [[2, 0], [1, 2]]
 */
export const cholesky = /* @__PURE__ */ defineOp<[x: Tensor], { upper: boolean }, Tensor>({
  className: "Cholesky",
  module: "linalg",
  tensors: ["x"],
  options: { upper: false },
  call: (x, { upper }) => {
    squareOf("cholesky", x.shape);
    const lower = lowerFactor(toFloat(x), (shape) => {
      throw argumentError("cholesky", "x", "be positive definite, or there is no Cholesky decomposition", shape);
    });
    return upper ? flipped(lower) : lower;
  },
  spec: squareSpec("cholesky"),
});

/** The lower factors; what is to be done about a matrix that has none is for the caller to say. */
export function lowerFactor(x: Tensor, otherwise: (shape: readonly number[]) => Float64Array): Tensor {
  const size = x.shape.at(-1)!;
  const [lower] = decompose(x, {
    shapes: [[size, size]],
    compute: (matrix) => [choleskyFactor(matrix, size) ?? otherwise(x.shape)],
    gradient: ([dy], [factor]) => {
      const middle = tf.mul(tf.matMul(factor!, dy!, true, false), lowerMask(size, 0.5));
      const inverse = inverseOfTriangle(factor!, true);
      const half = tf.matMul(tf.matMul(inverse, middle, true, false), inverse);
      return tf.mul(tf.add(half, flipped(half)), 0.5);
    },
  });
  return lower!;
}

/**
 * The inverse of `L Lᵀ`, from the lower triangles `L`, `[..., m, m]`; of `Uᵀ U` from upper triangles `U` where `upper`.
 *
 * @throws {ShapeError} when a matrix is not square.
 * @see {@link https://keras.io/api/ops/linalg/#choleskyinverse-function | keras.ops.cholesky_inverse}
 * @example
 * choleskyInverse([[2, 0], [0, 1]]); // [[0.25, 0], [0, 1]]
 */
export const choleskyInverse = /* @__PURE__ */ defineOp<[x: Tensor], { upper: boolean }, Tensor>({
  className: "CholeskyInverse",
  module: "linalg",
  tensors: ["x"],
  options: { upper: false },
  call: (x, { upper }) => {
    squareOf("choleskyInverse", x.shape);
    const inverse = inverseOfTriangle(toFloat(x), !upper);
    return tf.matMul(inverse, inverse, !upper, upper);
  },
  spec: squareSpec("choleskyInverse"),
});

function inverseOfTriangle(x: Tensor, lower: boolean): Tensor {
  return triangularSolution(x, tf.broadcastTo(unit(x.shape.at(-1)!), x.shape), lower);
}
