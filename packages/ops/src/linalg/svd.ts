import { defineOp, type Op, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, spec, specOf } from "../_spec.ts";
import { decompose, diagonalMatrix, flipped, matricesOf } from "./_matrices.ts";
import { singularValues, singularVectors } from "./_singular-values.ts";

interface SvdOptions<Vectors extends boolean = boolean> {
  fullMatrices: boolean;
  computeUv: Vectors;
}
type Factors = [u: Tensor, s: Tensor, v: Tensor];
type Svd = Op<[x: Tensor], SvdOptions<true>, Factors> &
  Op<[x: Tensor], SvdOptions<false>, Tensor> &
  Op<[x: Tensor], SvdOptions, Factors | Tensor>;

/**
 * Singular values in decreasing order, and orthonormal vectors with `u diag(s) v = x`; the values alone with
 * `computeUv: false`.
 *
 * - x: `[..., m, n]`, and `k = min(m, n)`
 * - u: `[..., m, m]`, or `[..., m, k]` with `fullMatrices: false`
 * - s: `[..., k]`
 * - v: `[..., n, n]`, or `[..., k, n]` with `fullMatrices: false`: its rows are the vectors
 *
 * The gradients of `u` and `v` are there where the singular values differ; of square `u` and `v` where `m` and `n` differ
 * by 1 at most.
 *
 * @throws {ShapeError} when the rank is below 2.
 * @see {@link https://keras.io/api/ops/linalg/#svd-function | keras.ops.svd}
 * @example
 * svd([[3, 0], [0, -4]], { computeUv: false }); // [4, 3]
 */
export const svd = /* @__PURE__ */ defineOp<[x: Tensor], SvdOptions, Factors | Tensor>({
  className: "SVD",
  module: "linalg",
  tensors: ["x"],
  options: { fullMatrices: true, computeUv: true } as SvdOptions,
  call: (x, { fullMatrices, computeUv }) => {
    matricesOf("svd", x.shape);
    return computeUv ? factors(toFloat(x), fullMatrices) : valuesOf(toFloat(x));
  },
  spec: (x: unknown, { fullMatrices, computeUv }: SvdOptions) => {
    const { shape, dtype } = specOf(x);
    const { batch, rows, columns } = matricesOf("svd", shape);
    const count = rows === null || columns === null ? null : Math.min(rows, columns);
    const of = (...axes: Shape) => spec([...batch, ...axes], floatType(dtype));
    if (!computeUv) return of(count);
    return [of(rows, fullMatrices ? rows : count), of(count), of(fullMatrices ? columns : count, columns)];
  },
}) as unknown as Svd; // the result's type follows the option

/** The gradient of the values alone: `u diag(ds) v`. */
export function valuesOf(x: Tensor): Tensor {
  const { rows, columns } = matricesOf("svd", x.shape);
  const [s] = decompose(x, {
    shapes: [[Math.min(rows, columns)]],
    compute: (matrix) => [singularValues(matrix, rows, columns)],
    gradient: ([ds], _results, matrices) => {
      const [u, , v] = factors(matrices, false);
      return tf.matMul(tf.mul(u, tf.expandDims(ds!, -2)), v);
    },
  });
  return s!;
}

function factors(x: Tensor, full: boolean): Factors {
  const { rows, columns } = matricesOf("svd", x.shape);
  const count = Math.min(rows, columns);
  return decompose(x, {
    shapes: [[rows, full ? rows : count], [count], [full ? columns : count, columns]],
    compute: (matrix) => {
      const { u, s, v } = singularVectors(matrix, rows, columns, full);
      return [u, s, v];
    },
    gradient: (dys, results) => {
      if (full && Math.abs(rows - columns) > 1)
        throw argumentError("svd", "fullMatrices", "be false to take gradients of matrices far from square", full);
      const [u, s, v] = results as Factors;
      const [du, ds, dv] = dys as Factors;
      return rows > columns
        ? flipped(gradientOfWide([flipped(v), s, flipped(u)], [flipped(dv), ds, flipped(du)]))
        : gradientOfWide([u, s, v], [du, ds, dv]);
    },
  }) as Factors;
}

/** The gradient where rows do not outnumber columns. @see {@link https://people.maths.ox.ac.uk/gilesm/files/NA-08-01.pdf | Giles, 2008} */
function gradientOfWide([u, s, v]: Factors, [du, ds, dv]: Factors): Tensor {
  const count = s.shape.at(-1)!;
  const [first, rest] = rowsAt(v, count);
  const [dFirst, dRest] = rowsAt(dv, count);
  const squares = tf.square(s);
  const gaps = reciprocal(tf.sub(tf.expandDims(squares, -2), tf.expandDims(squares, -1)));
  const turnsOfU = tf.mul(gaps, tf.matMul(u, du, true, false));
  const turnsOfV = tf.mul(gaps, tf.matMul(first, dFirst, false, true));
  const middle = tf.add(
    diagonalMatrix(ds),
    tf.add(
      tf.mul(tf.add(turnsOfU, flipped(turnsOfU)), tf.expandDims(s, -2)),
      tf.mul(tf.add(turnsOfV, flipped(turnsOfV)), tf.expandDims(s, -1)),
    ),
  );
  const within = tf.matMul(tf.matMul(u, middle), first);
  if (v.shape.at(-1) === count) return within;
  let beyond = tf.sub(dFirst, tf.matMul(tf.matMul(dFirst, first, false, true), first));
  if (rest && dRest) beyond = tf.sub(beyond, tf.matMul(tf.matMul(first, dRest, false, true), rest));
  return tf.add(within, tf.matMul(tf.mul(u, tf.expandDims(reciprocal(s), -2)), beyond));
}

/** `1 / x`, and 0 where `x` is 0. */
function reciprocal(x: Tensor): Tensor {
  const zero = tf.equal(x, 0);
  return tf.where(zero, tf.zerosLike(x), tf.div(1, tf.where(zero, tf.onesLike(x), x)));
}

function rowsAt(x: Tensor, at: number): [first: Tensor, rest: Tensor | undefined] {
  const rows = x.shape.at(-2)!;
  if (rows === at) return [x, undefined];
  const [first, rest] = tf.split(x, [at, rows - at], x.rank - 2);
  return [first!, rest];
}
