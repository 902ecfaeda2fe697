import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as, toFloat } from "../_operands.ts";
import { floatType, shapeError, spec, specOf } from "../_spec.ts";
import { decompose, eachMatrix, matricesOf, unit } from "./_matrices.ts";
import { eachPair } from "./_right-side.ts";
import { singularValues, singularVectors } from "./_singular-values.ts";

/** The distance from 1 to the next number in single precision. */
const epsilon = 2 ** -23;

/**
 * How many singular values exceed a threshold, `tol`; the largest of them times `max(m, n) · 2⁻²³` unless told.
 *
 * @param x Matrices, `[..., m, n]`.
 * @returns int32, `[...]`
 * @throws {ShapeError} when the rank is below 2.
 * @see {@link https://keras.io/api/ops/linalg/ | keras.ops.matrix_rank}
 * @example
 * matrixRank([[1, 2], [2, 4]]); // 1
 */
export const matrixRank = /* @__PURE__ */ defineOp<[x: Tensor], { tol: number | null }, Tensor>({
  className: "MatrixRank",
  module: "linalg",
  tensors: ["x"],
  options: { tol: null as number | null },
  call: (x, { tol }) => {
    matricesOf("matrixRank", x.shape);
    const ranks = eachMatrix(toFloat(x), [1], (matrix, rows, columns) => {
      const values = singularValues(matrix, rows, columns);
      const least = tol ?? epsilon * Math.max(rows, columns) * (values[0] ?? 0);
      return [values.filter((one) => one > least).length];
    });
    return as(tf.reshape(ranks, x.shape.slice(0, -2)), "int32");
  },
  spec: (x: unknown) => spec(matricesOf("matrixRank", specOf(x).shape).batch, "int32"),
});

/**
 * The pseudoinverse (Moore and Penrose's): the matrix that gives the solutions by least squares. Singular values up to
 * `rcond` times the largest count as 0; `rcond` is `10 · max(m, n) · 2⁻²³` unless told.
 *
 * The gradient takes the rank for constant.
 *
 * @param x Matrices, `[..., m, n]`.
 * @returns `[..., n, m]`
 * @throws {ShapeError} when the rank is below 2.
 * @see {@link https://keras.io/api/ops/linalg/ | keras.ops.pinv}
 * @example
 * pinv([[2, 0], [0, 0]]); // [[0.5, 0], [0, 0]]
 */
export const pinv = /* @__PURE__ */ defineOp<[x: Tensor], { rcond: number | null }, Tensor>({
  className: "Pinv",
  module: "linalg",
  tensors: ["x"],
  options: { rcond: null as number | null },
  call: (x, { rcond }) => {
    const { rows, columns } = matricesOf("pinv", x.shape);
    const least = rcond ?? 10 * Math.max(rows, columns) * epsilon;
    return pseudoInverse(toFloat(x), (value, largest) => value > least * largest);
  },
  spec: (x: unknown) => {
    const { shape, dtype } = specOf(x);
    const { batch, rows, columns } = matricesOf("pinv", shape);
    return spec([...batch, columns, rows], floatType(dtype));
  },
});

/**
 * The solution `x` of `a x = b` by least squares; of several the shortest. Singular values of `a` below `rcond` times the
 * largest count as 0; `rcond` is `max(m, n) · 2⁻²³` unless told.
 *
 * The gradient takes the rank for constant.
 *
 * - a: `[m, n]`
 * - b: `[m]` or `[m, k]`
 *
 * @returns `[n]` or `[n, k]`
 * @throws {ShapeError} when `a` is not one matrix, or `b` does not fit.
 * @see {@link https://keras.io/api/ops/linalg/#lstsq-function | keras.ops.lstsq}
 * @example
 * lstsq([[1, 0], [0, 2], [0, 0]], [3, 4, 5]); // [3, 2]
 */
export const lstsq = /* @__PURE__ */ defineOp<[a: Tensor, b: Tensor], { rcond: number | null }, Tensor>({
  className: "Lstsq",
  module: "linalg",
  tensors: ["a", "b"],
  options: { rcond: null as number | null },
  call: (a, b, { rcond }) => {
    checkSystem(a.shape, b.shape);
    const cut = rcond === null ? Math.max(...a.shape) * epsilon : rcond < 0 ? epsilon : rcond;
    const counts: Counts = (value, largest) => value > 0 && value >= cut * largest;
    const right = b.rank === 1 ? tf.expandDims(toFloat(b), 1) : toFloat(b);
    const x = leastSquares(toFloat(a), right, counts);
    return b.rank === 1 ? tf.squeeze(x, [1]) : x;
  },
  spec: (a: unknown, b: unknown) => {
    const [left, right] = [specOf(a), specOf(b)];
    checkSystem(left.shape, right.shape);
    return spec([left.shape[1]!, ...right.shape.slice(1)], floatType(left.dtype, right.dtype));
  },
});

function checkSystem(a: Shape, b: Shape): void {
  if (a.length !== 2) throw shapeError("lstsq", "`a` must be one matrix, of rank 2", a);
  if (b.length !== 1 && b.length !== 2) throw shapeError("lstsq", "`b` must be of rank 1 or 2", b);
  if (a[0] !== b[0] && a[0] !== null && b[0] !== null)
    throw shapeError("lstsq", `\`b\` must have the ${a[0]} rows of \`a\``, [a, b]);
}

/** Whether a singular value counts as more than 0. */
type Counts = (value: number, largest: number) => boolean;

function pseudoInverse(x: Tensor, counts: Counts): Tensor {
  const { rows, columns } = matricesOf("pinv", x.shape);
  const [result] = decompose(x, {
    shapes: [[columns, rows]],
    compute: (matrix) => [inverted(matrix, rows, columns, counts)],
    gradient: ([dp], [p], matrices) => gradient(matrices, p!, dp!),
  });
  return result!;
}

/** @see {@link https://doi.org/10.1137/0710036 | Golub and Pereyra, 1973} */
function gradient(x: Tensor, p: Tensor, dp: Tensor): Tensor {
  const { rows, columns } = matricesOf("pinv", x.shape);
  const across = tf.matMul(tf.matMul(p, dp, true, false), p, false, true);
  const beside = tf.matMul(
    tf.sub(unit(rows), tf.matMul(x, p)),
    tf.matMul(tf.matMul(dp, p, true, false), p, false, true),
  );
  const below = tf.matMul(
    tf.matMul(p, tf.matMul(p, dp, false, true), true, false),
    tf.sub(unit(columns), tf.matMul(p, x)),
  );
  return tf.add(tf.sub(beside, across), below);
}

function leastSquares(a: Tensor, b: Tensor, counts: Counts): Tensor {
  const withGradient = tf.customGrad((left, right, save) => {
    const [matrices, given] = [left as Tensor, right as Tensor];
    const [rows, columns] = a.shape as [number, number];
    const solve = (matrix: Float64Array, sides: Float64Array, count: number): Float64Array =>
      product(inverted(matrix, rows, columns, counts), sides, columns, rows, count);
    const value = eachPair(matrices, given, solve, [columns, b.shape[1]!]);
    (save as (tensors: Tensor[]) => void)([matrices, given]);
    const gradFunc = (dx: Tensor, [matrix, source]: Tensor[]): Tensor[] => {
      const p = pseudoInverse(matrix!, counts);
      return [gradient(matrix!, p, tf.matMul(dx, source!, false, true)), tf.matMul(p, dx, true, false)];
    };
    return { value, gradFunc };
  });
  return withGradient(a, b);
}

function inverted(matrix: Float64Array, rows: number, columns: number, counts: Counts): Float64Array {
  const { u, s, v } = singularVectors(matrix, rows, columns, false);
  const result = new Float64Array(columns * rows);
  for (let k = 0; k < s.length; k++) {
    if (!counts(s[k]!, s[0]!)) continue;
    for (let i = 0; i < columns; i++) {
      const factor = v[k * columns + i]! / s[k]!;
      for (let j = 0; j < rows; j++) result[i * rows + j] = result[i * rows + j]! + factor * u[j * s.length + k]!;
    }
  }
  return result;
}

function product(a: Float64Array, b: Float64Array, rows: number, inner: number, columns: number): Float64Array {
  const result = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < inner; k++) {
      const factor = a[i * inner + k]!;
      for (let j = 0; j < columns; j++)
        result[i * columns + j] = result[i * columns + j]! + factor * b[k * columns + j]!;
    }
  }
  return result;
}
