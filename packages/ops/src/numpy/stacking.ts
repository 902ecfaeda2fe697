import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { listSpecs, tensorList } from "../_lists.ts";
import { operands } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";
import { resultType } from "../dtypes.ts";
import { concatenated } from "./concatenate.ts";

/**
 * Tensors side by side: along the second axis, or the first one of vectors.
 *
 * @see {@link https://keras.io/api/ops/numpy/#hstack-function | keras.ops.hstack}
 * @example
 * hstack([[[1], [2]], [[3], [4]]]); // [[1, 3], [2, 4]]
 */
export const hstack = /* @__PURE__ */ stacking(
  "Hstack",
  (shape) => shape,
  (rank) => (rank === 1 ? 0 : 1),
);

/**
 * Tensors one upon the other: along the first axis; a vector is a row.
 *
 * @see {@link https://keras.io/api/ops/numpy/#vstack-function | keras.ops.vstack}
 * @example
 * vstack([[1, 2], [3, 4]]); // [[1, 2], [3, 4]]
 */
export const vstack = /* @__PURE__ */ stacking(
  "Vstack",
  (shape) => (shape.length === 1 ? [1, ...shape] : shape),
  () => 0,
);

/**
 * Tensors one behind the other: along the third axis, which is added where it is missing.
 *
 * @see {@link https://keras.io/api/ops/numpy/#dstack-function | keras.ops.dstack}
 * @example
 * dstack([[1, 2], [3, 4]]); // [[[1, 3], [2, 4]]]
 */
export const dstack = /* @__PURE__ */ stacking(
  "Dstack",
  (shape) =>
    shape.length > 2 ? shape : shape.length === 2 ? [...shape, 1] : shape.length === 1 ? [1, shape[0]!, 1] : [1, 1, 1],
  () => 2,
);

/**
 * A second tensor after the first, along an axis, or both flattened unless one is given.
 *
 * @see {@link https://keras.io/api/ops/numpy/#append-function | keras.ops.append}
 * @example
 * append([1, 2], [[3], [4]]); // [1, 2, 3, 4]
 */
export const append = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], { axis: number | null }, Tensor>({
  className: "Append",
  module: "numpy",
  tensors: ["x1", "x2"],
  options: { axis: null },
  raw: true,
  call: (x1, x2, { axis }) => {
    const tensors = operands("append", [x1, x2]);
    if (axis === null)
      return tf.concat(
        tensors.map((x) => tf.reshape(x, [-1])),
        0,
      );
    const [first, second] = tensors as [Tensor, Tensor];
    concatenated("append", [first.shape, second.shape], axis);
    return tf.concat(tensors, frontAxis("append", axis, first.rank));
  },
  spec: (x1: unknown, x2: unknown, { axis }: { axis: number | null }) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    const dtype = resultType(a.dtype, b.dtype);
    if (axis !== null) return spec(concatenated("append", [a.shape, b.shape], axis), dtype);
    const [left, right] = [product(a.shape), product(b.shape)];
    return spec([left === null || right === null ? null : left + right], dtype);
  },
});

/** A concatenation of tensors that are reshaped before, along an axis that follows from their rank. */
function stacking(className: string, prepared: (shape: Shape) => Shape, axisOf: (rank: number) => number) {
  const op = className.toLowerCase();
  return defineOp<[xs: readonly Tensor[]], object, Tensor>({
    className,
    module: "numpy",
    tensors: ["xs"],
    raw: true,
    call: (xs) => {
      const tensors = tensorList(op, "xs", xs).map((x) => tf.reshape(x, prepared(x.shape) as number[]));
      const shapes = tensors.map((x) => x.shape);
      concatenated(op, shapes, axisOf(shapes[0]!.length));
      return tf.concat(tensors, axisOf(shapes[0]!.length));
    },
    spec: (xs: unknown) => {
      const { specs, dtype } = listSpecs(op, "xs", xs);
      const shapes = specs.map(({ shape }) => prepared(shape));
      return spec(concatenated(op, shapes, axisOf(shapes[0]!.length)), dtype);
    },
  });
}
