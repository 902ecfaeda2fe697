import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, frontAxis, reducedShape } from "../_axes.ts";
import { as, toFloat } from "../_operands.ts";
import { argumentError, floatType, spec, specOf } from "../_spec.ts";
import { extreme } from "../numpy/_extremes.ts";
import { valuesOf } from "./svd.ts";

interface NormOptions {
  ord: number | "fro" | "nuc" | null;
  axis: Axis;
  keepdims: boolean;
}

/**
 * Norm of vectors along an axis, or of matrices along two; of all elements as one vector where neither is told.
 *
 * `ord` is 2 for vectors and `"fro"` for matrices unless told; of vectors `(Σ|x|^ord)^(1/ord)`, 0 counts what is not 0,
 * `±Infinity` is the largest or smallest size; of matrices 1 and `±Infinity` are extreme sums of columns and rows,
 * 2, -2 and `"nuc"` the largest and smallest singular value and the sum of them.
 *
 * @see {@link https://keras.io/api/ops/linalg/#norm-function | keras.ops.norm}
 * @example
 * norm([3, 4]); // 5
 */
export const norm = /* @__PURE__ */ defineOp<[x: Tensor], NormOptions, Tensor>({
  className: "Norm",
  module: "linalg",
  tensors: ["x"],
  options: { ord: null, axis: null, keepdims: false },
  call: (x, { ord, axis, keepdims }) => normAlong(toFloat(x), ord, axis, keepdims),
  spec: (x: unknown, { ord, axis, keepdims }: NormOptions) => {
    const { shape, dtype } = specOf(x);
    return spec(reducedShape(shape, axesOf(ord, axis, shape.length), keepdims), floatType(dtype));
  },
});

/** The norm of vectors or matrices of float32. */
export function normAlong(x: Tensor, ord: NormOptions["ord"], axis: Axis, keepdims: boolean): Tensor {
  const axes = axesOf(ord, axis, x.rank);
  if (ord === null || (ord === "fro" && axes.length === 2) || (ord === 2 && axes.length === 1))
    return tf.sqrt(tf.sum(tf.square(x), axes, keepdims));
  if (axes.length === 1) return vectorNorm(x, ord, axes, keepdims);
  return matrixNorm(x, ord as Exclude<typeof ord, "fro">, axes, keepdims);
}

function vectorNorm(x: Tensor, ord: number | "nuc" | "fro", axes: number[], keepdims: boolean): Tensor {
  const sizes = tf.abs(x);
  if (typeof ord !== "number") throw argumentError("norm", "ord", "be a number for vectors", ord);
  if (ord === Number.POSITIVE_INFINITY) return extreme("max", sizes, axes, keepdims);
  if (ord === Number.NEGATIVE_INFINITY) return extreme("min", sizes, axes, keepdims);
  if (ord === 0) return tf.sum(as(tf.notEqual(x, 0), "float32"), axes, keepdims);
  if (ord === 1) return tf.sum(sizes, axes, keepdims);
  return tf.pow(tf.sum(tf.pow(sizes, ord), axes, keepdims), 1 / ord);
}

function matrixNorm(x: Tensor, ord: number | "nuc", [row, column]: number[], keepdims: boolean): Tensor {
  const sums = (axis: number): Tensor => tf.sum(tf.abs(x), axis, true);
  const found = (kind: "max" | "min", over: number, among: number): Tensor => {
    const result = extreme(kind, sums(over), [among], true);
    return keepdims ? result : tf.squeeze(result, [row!, column!]);
  };
  if (ord === 1) return found("max", row!, column!);
  if (ord === -1) return found("min", row!, column!);
  if (ord === Number.POSITIVE_INFINITY) return found("max", column!, row!);
  if (ord === Number.NEGATIVE_INFINITY) return found("min", column!, row!);
  if (ord !== 2 && ord !== -2 && ord !== "nuc")
    throw argumentError("norm", "ord", 'be "fro", "nuc", 1, -1, 2, -2 or an infinity for matrices', ord);
  const values = singular(x, row!, column!);
  const last = values.rank - 1;
  const reduced = ord === "nuc" ? tf.sum(values, last) : extreme(ord === 2 ? "max" : "min", values, [last], false);
  return keepdims ? tf.reshape(reduced, reducedShape(x.shape, [row!, column!], true) as number[]) : reduced;
}

/** Singular values of each matrix, as a new last axis. */
function singular(x: Tensor, row: number, column: number): Tensor {
  const rest = x.shape.map((_, axis) => axis).filter((axis) => axis !== row && axis !== column);
  return valuesOf(tf.transpose(x, [...rest, row, column]));
}

/** The order of two axes says which are rows. */
function axesOf(ord: NormOptions["ord"], axis: Axis, rank: number): number[] {
  if (axis === null) {
    const all = frontAxes("norm", null, rank);
    if (ord === null || rank < 3) return all;
    throw argumentError("norm", "axis", `be given with \`ord\` for a tensor of rank ${rank}`, axis);
  }
  const axes = [axis].flat().map((one) => frontAxis("norm", one, rank));
  if (axes.length > 2) throw argumentError("norm", "axis", "name one axis or two", axis);
  return axes;
}
