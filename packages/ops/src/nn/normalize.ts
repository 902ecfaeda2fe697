import { defineOp, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { type Axis, frontAxes } from "../_axes.ts";
import { toFloat } from "../_operands.ts";
import { argumentError, floatType, spec, specOf } from "../_spec.ts";
import { normAlong } from "../linalg/norm.ts";

interface NormalizeOptions {
  axis: Axis;
  order: number;
  epsilon: number | null;
}

/**
 * The tensor divided by its norm along axes: `x / (Σ|x|ᵖ)^(1/p)`, with `p` = 2 unless told. Of two axes, or of a whole
 * matrix, it is the norm of a matrix that any other `p` means (see {@link norm}).
 *
 * @see {@link https://keras.io/api/ops/nn/#normalize-function | keras.ops.normalize}
 * @example
 * normalize([3, 4]); // [0.6, 0.8]
 */
export const normalize = /* @__PURE__ */ defineOp<[x: Tensor], NormalizeOptions, Tensor>({
  className: "Normalize",
  module: "nn",
  tensors: ["x"],
  options: { axis: -1, order: 2, epsilon: null } as NormalizeOptions,
  call: (x: Tensor, { axis, order, epsilon }) => {
    checkOrder(order);
    const numbers = x.rank === 0 ? tf.reshape(toFloat(x), [1]) : toFloat(x);
    const axes = frontAxes("normalize", axis, numbers.rank);
    const least = epsilon ?? 1e-7;
    if (order === 2) {
      // cut before the root, whose slope at 0 is infinite
      const squares = tf.maximum(tf.sum(tf.square(numbers), axes, true), least ** 2);
      return tf.mul(numbers, tf.rsqrt(squares));
    }
    return tf.div(numbers, tf.maximum(normAlong(numbers, order, axis, true), least));
  },
  spec: (x: unknown, { axis, order }: NormalizeOptions) => {
    const { shape, dtype } = specOf(x);
    checkOrder(order);
    if (shape.length > 0) frontAxes("normalize", axis, shape.length);
    return spec(shape, floatType(dtype));
  },
});

function checkOrder(order: number): void {
  if (!Number.isInteger(order) || order < 1) throw argumentError("normalize", "order", "be an integer from 1", order);
}
