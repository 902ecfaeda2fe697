import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { as } from "../_operands.ts";

/** Largest or smallest element along axes. Elements that tie share the gradient, as in TensorFlow. */
export function extreme(kind: "max" | "min", x: Tensor, axes: number[], keepdims: boolean): Tensor {
  if (x.dtype === "bool") return kind === "max" ? tf.any(x, axes, keepdims) : tf.all(x, axes, keepdims);
  const reduce = kind === "max" ? tf.max : tf.min;
  if (x.dtype !== "float32") return reduce(x, axes, keepdims);
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    const value = reduce(source, axes, keepdims);
    (save as (tensors: Tensor[]) => void)([source, value]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor => {
      const chosen = as(tf.equal(saved[0]!, tf.reshape(saved[1]!, kept)), "float32");
      return tf.mul(tf.div(chosen, tf.sum(chosen, axes, true)), tf.reshape(dy, kept));
    };
    return { value, gradFunc };
  });
  return withGradient(x);
}
