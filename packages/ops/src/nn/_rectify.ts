import type { Tensor } from "@hornbeam/core";
import { activationGradients } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { select } from "../numpy/_select.ts";

/** `max(x, 0)`, whose slope is 1 above 0 and 0 elsewhere, NaN included. */
export function rectify(x: Tensor): Tensor {
  return x.dtype === "float32" ? withKernelGradient(x, tf.relu, "relu") : tf.maximum(x, tf.scalar(0, "int32"));
}

/** `min(max(x, 0), 6)`, NaN where `x` is; its slope is 1 between and 0 elsewhere. */
export function rectify6(x: Tensor): Tensor {
  if (x.dtype !== "float32") return tf.minimum(rectify(x), tf.scalar(6, "int32"));
  return withKernelGradient(x, (input) => tf.where(tf.isNaN(input), input, tf.relu6(input)), "relu6");
}

function withKernelGradient(x: Tensor, f: (x: Tensor) => Tensor, activation: "relu" | "relu6"): Tensor {
  // the kernel wants an axis
  if (x.rank === 0) return tf.reshape(withKernelGradient(tf.reshape(x, [1]), f, activation), []);
  const withGradient = tf.customGrad((input, save) => {
    const value = f(input as Tensor);
    (save as (tensors: Tensor[]) => void)([value]);
    return { value, gradFunc: (dy: Tensor, [y]: Tensor[]) => activationGradients(dy, y!, activation)[0] };
  });
  return withGradient(x);
}

/** `max(min(x, high), low)`, NaN where `x` is; the slope is 1 between the ends, at them too, and 0 elsewhere. */
export function between(x: Tensor, low: number, high: number): Tensor {
  if (x.dtype !== "float32") return tf.minimum(tf.maximum(x, tf.scalar(low, "int32")), tf.scalar(high, "int32"));
  const withGradient = tf.customGrad((input, save) => {
    const source = input as Tensor;
    (save as (tensors: Tensor[]) => void)([source]);
    const gradFunc = (dy: Tensor, [saved]: Tensor[]): Tensor => {
      const inside = tf.logicalAnd(tf.greaterEqual(saved!, tf.scalar(low)), tf.lessEqual(saved!, tf.scalar(high)));
      return tf.where(inside, dy, tf.zerosLike(dy));
    };
    // ends the wrong way round leave the lower one
    const value = tf.clipByValue(source, low, Math.max(low, high));
    return { value: tf.where(tf.isNaN(source), source, value), gradFunc };
  });
  return withGradient(x);
}

/** `x` where a test holds and a constant elsewhere. */
export function keepWhere(test: Tensor, x: Tensor, otherwise = 0): Tensor {
  return select(test, x, tf.fill(x.shape, otherwise, x.dtype as "float32"));
}
