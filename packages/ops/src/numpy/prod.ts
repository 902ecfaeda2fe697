import { type DType, defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes, reducedShape } from "../_axes.ts";
import { as } from "../_operands.ts";
import { spec, specOf } from "../_spec.ts";
import { sumType } from "./_reduction.ts";

interface ProdOptions {
  axis: Axis;
  keepdims: boolean;
  dtype: DType | null;
}

/**
 * Product over axes, over all of them unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#prod-function | keras.ops.prod}
 * @example
 * prod([[1, 2], [3, 4]], 1); // [2, 12]
 */
export const prod = /* @__PURE__ */ defineOp<[x: Tensor], ProdOptions, Tensor>({
  className: "Prod",
  module: "numpy",
  tensors: ["x"],
  options: { axis: null as Axis, keepdims: false, dtype: null as DType | null },
  call: (x: Tensor, { axis, keepdims, dtype }) => {
    const numbers = as(x, dtype ?? (x.dtype === "bool" ? "int32" : (x.dtype as DType)));
    const axes = frontAxes("prod", axis, x.rank);
    if (x.size === 0) return tf.ones(reducedShape(x.shape, axes, keepdims) as number[], numbers.dtype);
    return numbers.dtype === "float32" ? floatProduct(numbers, axes, keepdims) : tf.prod(numbers, axes, keepdims);
  },
  spec: (x: unknown, { axis, keepdims, dtype }: { axis: Axis; keepdims: boolean; dtype: DType | null }) => {
    const own = specOf(x);
    const shape = reducedShape(own.shape, frontAxes("prod", axis, own.shape.length), keepdims);
    return dtype === null ? spec(shape, sumType(own.dtype)) : spec(shape, dtype);
  },
});

/** The gradient of a product is the product of all other elements, which stays right where an element is 0. */
function floatProduct(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  const free = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...free, ...axes];
  const front = free.map((axis) => x.shape[axis]!);
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    (save as (tensors: Tensor[]) => void)([source]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]): Tensor => {
      const rows = tf.reshape(tf.transpose(saved!, order), [...front, -1]);
      const before = tf.cumprod(rows, front.length, true);
      const after = tf.cumprod(rows, front.length, true, true);
      const each = tf.mul(tf.mul(before, after), tf.reshape(dy, [...front, 1]));
      const back = order.map((_, axis) => order.indexOf(axis));
      return tf.transpose(
        tf.reshape(
          each,
          order.map((axis) => x.shape[axis]!),
        ),
        back,
      );
    };
    return { value: tf.prod(source, axes, keepdims), gradFunc };
  });
  return withGradient(x);
}
