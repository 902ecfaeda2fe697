import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis } from "../_axes.ts";
import { as, toFloat } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";
import { resultType } from "../dtypes.ts";

type Axes = number | readonly (number | readonly number[])[];

/**
 * Sums of products over pairs of axes: the last `axes` of the first with the first ones of the second, or those named.
 *
 * @throws {ShapeError} when paired axes differ in size.
 * @see {@link https://keras.io/api/ops/numpy/#tensordot-function | keras.ops.tensordot}
 * @example
 * tensordot([[1, 2], [3, 4]], [1, 1], { axes: 1 }); // [3, 7]
 */
export const tensordot = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], { axes: Axes }, Tensor>({
  className: "Tensordot",
  module: "numpy",
  tensors: ["x1", "x2"],
  options: { axes: 2 as Axes },
  call: (x1: Tensor, x2: Tensor, { axes }) => contract("tensordot", x1, x2, pairsOf(axes, x1.rank, x2.rank)),
  spec: (x1: unknown, x2: unknown, { axes }: { axes: Axes }) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    const pairs = pairsOf(axes, a.shape.length, b.shape.length);
    return spec(contractedShape("tensordot", a.shape, b.shape, pairs), a.dtype, b.dtype);
  },
});

/**
 * Product of two tensors: of vectors their inner product, of matrices their matrix product, and in general the sum over
 * the last axis of the first and the last but one of the second.
 *
 * @throws {ShapeError} when those axes differ in size.
 * @see {@link https://keras.io/api/ops/numpy/#dot-function | keras.ops.dot}
 * @example
 * dot([1, 2], [3, 4]); // 11
 */
export const dot = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], object, Tensor>({
  className: "Dot",
  module: "numpy",
  tensors: ["x1", "x2"],
  call: (x1: Tensor, x2: Tensor) => contract("dot", x1, x2, dotPairs(x1.rank, x2.rank)),
  spec: (x1: unknown, x2: unknown) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    const pairs = dotPairs(a.shape.length, b.shape.length);
    return spec(contractedShape("dot", a.shape, b.shape, pairs), a.dtype, b.dtype);
  },
});

type Pairs = readonly [left: number[], right: number[]];

/** Sum of products over pairs of axes, as one matrix product. */
export function contract(op: string, x1: Tensor, x2: Tensor, pairs: Pairs): Tensor {
  const shape = contractedShape(op, x1.shape, x2.shape, pairs) as number[];
  const [left, right] = pairs;
  const matrix = (x: Tensor, first: readonly number[], second: readonly number[]): Tensor => {
    const size = (axes: readonly number[]): number => axes.reduce((all, axis) => all * x.shape[axis]!, 1);
    return tf.reshape(tf.transpose(toFloat(x), [...first, ...second]), [size(first), size(second)]);
  };
  const free = (x: Tensor, taken: readonly number[]): number[] =>
    x.shape.map((_, axis) => axis).filter((axis) => !taken.includes(axis));
  const [rows, columns] = [matrix(x1, free(x1, left), left), matrix(x2, right, free(x2, right))];
  const result = tf.reshape(tf.matMul(rows as tf.Tensor2D, columns as tf.Tensor2D), shape);
  return as(result, resultType(x1.dtype as "float32", x2.dtype as "float32"));
}

/** The axes that are left: those of the first, then those of the second. */
export function contractedShape(op: string, a: Shape, b: Shape, [left, right]: Pairs): Shape {
  left.forEach((axis, i) => {
    const [size, other] = [a[axis]!, b[right[i]!]!];
    if (size !== null && other !== null && size !== other)
      throw shapeError(op, `paired axes must have equal sizes, these have ${size} and ${other}`, [a, b]);
  });
  return [...a.filter((_, axis) => !left.includes(axis)), ...b.filter((_, axis) => !right.includes(axis))];
}

function pairsOf(axes: Axes, rank1: number, rank2: number): Pairs {
  if (typeof axes === "number") {
    if (!Number.isInteger(axes) || axes < 0 || axes > Math.min(rank1, rank2))
      throw argumentError("tensordot", "axes", `be in [0, ${Math.min(rank1, rank2)}] or a pair of lists`, axes);
    const count = Array.from({ length: axes }, (_, i) => i);
    return [count.map((i) => rank1 - axes + i), count];
  }
  const [first, second] = axes.map((one) => [one].flat());
  if (axes.length !== 2 || first!.length !== second!.length)
    throw argumentError("tensordot", "axes", "be a number or a pair of lists of equal length", axes);
  return [
    first!.map((axis) => frontAxis("tensordot", axis, rank1, "axes")),
    second!.map((axis) => frontAxis("tensordot", axis, rank2, "axes")),
  ];
}

function dotPairs(rank1: number, rank2: number): Pairs {
  if (rank1 === 0 || rank2 === 0) return [[], []];
  return [[rank1 - 1], [rank2 === 1 ? 0 : rank2 - 2]];
}
