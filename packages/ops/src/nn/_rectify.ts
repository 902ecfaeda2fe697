import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { select } from "../numpy/_select.ts";

/** `max(x, 0)`, whose slope is 1 above 0 and 0 elsewhere, NaN included. */
export function rectify(x: Tensor): Tensor {
  if (x.dtype !== "float32") return tf.maximum(x, tf.scalar(0, "int32"));
  const withGradient = tf.customGrad((input, save) => {
    const value = tf.relu(input as Tensor);
    (save as (tensors: Tensor[]) => void)([value]);
    const gradFunc = (dy: Tensor, [y]: Tensor[]): Tensor =>
      tf.where(tf.greater(y!, tf.scalar(0)), dy, tf.zerosLike(dy));
    return { value, gradFunc };
  });
  return withGradient(x);
}

/** `min(max(x, low), high)`, NaN where `x` is; the slope is 1 between the ends, where told at them too, and 0 elsewhere. */
export function between(x: Tensor, low: number, high: number, ends: "flat" | "sloped" = "flat"): Tensor {
  if (x.dtype !== "float32") return tf.minimum(tf.maximum(x, tf.scalar(low, "int32")), tf.scalar(high, "int32"));
  const [above, below] = ends === "flat" ? [tf.greater, tf.less] : [tf.greaterEqual, tf.lessEqual];
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    (save as (tensors: Tensor[]) => void)([source]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]): Tensor => {
      const inside = tf.logicalAnd(above(saved!, tf.scalar(low)), below(saved!, tf.scalar(high)));
      return tf.where(inside, dy, tf.zerosLike(dy));
    };
    return { value: tf.where(tf.isNaN(source), source, tf.clipByValue(source, low, high)), gradFunc };
  });
  return withGradient(x);
}

/** `x` where a test holds and a constant elsewhere. */
export function keepWhere(test: Tensor, x: Tensor, otherwise = 0): Tensor {
  return select(test, x, tf.fill(x.shape, otherwise, x.dtype as "float32"));
}
