import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { floatType, spec, specOf } from "../_spec.ts";
import { luFactors, luSolve, unitMatrix } from "./_lu.ts";
import { decompose, eachMatrix, flipped, isRecording, matricesOf, squareOf } from "./_matrices.ts";
import { singularVectors } from "./_singular-values.ts";
import { lowerFactor } from "./cholesky.ts";
import { inverse } from "./solve.ts";

/**
 * The determinant of square matrices, `[..., m, m]`.
 *
 * @throws {ShapeError} when a matrix is not square.
 * @see {@link https://keras.io/api/ops/linalg/#det-function | keras.ops.det}
 * @example
 * det([[1, 2], [3, 4]]); // -2
 */
export const det = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Det",
  module: "linalg",
  tensors: ["x"],
  call: (x) => {
    const { rows: size } = squareOf("det", x.shape);
    const [result] = decompose(toFloat(x), {
      shapes: [[]],
      compute: (matrix) => [[determinant(matrix, size)]],
      gradient: ([dy], [value], matrices) => {
        const scale = (factor: Tensor): Tensor => tf.expandDims(tf.expandDims(factor, -1), -1);
        return isRecording()
          ? tf.mul(scale(tf.mul(dy!, value!)), flipped(inverse("det", matrices)))
          : tf.mul(
              scale(dy!),
              eachMatrix(matrices, [size, size], (matrix) => cofactors(matrix, size)),
            );
      },
    });
    return result!;
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    return spec(squareOf("det", shape).batch, floatType(dtype));
  },
});

/**
 * Sign and logarithm of the size of the determinant: 0 and `-Infinity` for a singular matrix.
 *
 * @param x Square matrices, `[..., m, m]`.
 * @throws {ShapeError} when a matrix is not square.
 * @see {@link https://keras.io/api/ops/numpy/#slogdet-function | keras.ops.slogdet}
 * @example
 * slogdet([[0, 1], [1, 0]]); // [-1, 0]
 */
export const slogdet = /* @__PURE__ */ defineOp<[x: Tensor], object, [sign: Tensor, logabsdet: Tensor]>({
  className: "Slogdet",
  module: "numpy",
  tensors: ["x"],
  call: (x) => {
    const { rows: size } = squareOf("slogdet", x.shape);
    const [sign, logarithm] = decompose(toFloat(x), {
      shapes: [[], []],
      compute: (matrix) => signAndLogarithm(matrix, size).map((one) => [one]),
      gradient: ([, dy], _results, matrices) =>
        tf.mul(tf.expandDims(tf.expandDims(dy!, -1), -1), flipped(inverse("slogdet", matrices))),
    });
    return [sign!, logarithm!];
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    const each = spec(squareOf("slogdet", shape).batch, floatType(dtype));
    return [each, each];
  },
});

/**
 * The logarithm of the determinant of symmetric positive definite matrices, `[..., m, m]`, of which the lower triangle is
 * read; NaN for any other.
 *
 * @throws {ShapeError} when a matrix is not square.
 * @see {@link https://keras.io/api/ops/core/ | keras.ops.logdet}
 * @example
 * logdet([[1, 0], [0, 1]]); // 0
 */
export const logdet = /* @__PURE__ */ defineOp<[x: Tensor], object, Tensor>({
  className: "Logdet",
  module: "math",
  tensors: ["x"],
  call: (x) => {
    const { rows: size } = squareOf("logdet", x.shape);
    const lower = lowerFactor(toFloat(x), () => new Float64Array(size * size).fill(Number.NaN));
    const diagonal = tf.sum(tf.mul(lower, tf.eye(size)), -1);
    return tf.mul(tf.sum(tf.log(diagonal), -1), 2);
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    return spec(matricesOf("logdet", shape).batch, floatType(dtype));
  },
});

function determinant(matrix: Float64Array, size: number): number {
  const { factors, sign } = luFactors(matrix, size);
  let product = sign;
  for (let i = 0; i < size; i++) product *= factors[i * size + i]!;
  return product;
}

function signAndLogarithm(matrix: Float64Array, size: number): [sign: number, logarithm: number] {
  const { factors, sign, singular } = luFactors(matrix, size);
  if (singular) return [0, Number.NEGATIVE_INFINITY];
  let [turned, logarithm] = [sign, 0];
  for (let i = 0; i < size; i++) {
    const pivot = factors[i * size + i]!;
    if (pivot < 0) turned = -turned;
    logarithm += Math.log(Math.abs(pivot));
  }
  return [turned, logarithm];
}

/** The derivatives of the determinant, which are there for singular matrices, too: from singular values where need be. */
function cofactors(matrix: Float64Array, size: number): Float64Array {
  const factors = luFactors(matrix, size);
  const result = new Float64Array(size * size);
  if (!factors.singular) {
    const value = determinant(matrix, size);
    const inverted = luSolve(factors, unitMatrix(size), size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) result[i * size + j] = value * inverted[j * size + i]!;
    }
    return result;
  }
  const { u, s, v } = singularVectors(matrix, size, size, true);
  const turned = determinant(u, size) * determinant(v, size);
  for (let k = 0; k < size; k++) {
    const others = s.reduce((product, one, i) => (i === k ? product : product * one), turned);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        result[i * size + j] = result[i * size + j]! + others * u[i * size + k]! * v[k * size + j]!;
      }
    }
  }
  return result;
}
