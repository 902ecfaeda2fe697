import { isFloat, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { select } from "./_select.ts";

/** The tensor with another number in the place of NaN. */
export function withoutNaN(x: Tensor, instead: number): Tensor {
  return isFloat(x.dtype) ? select(tf.isNaN(x), tf.scalar(instead), x) : x;
}

/** How many elements along axes are numbers. */
export function countNumbers(x: Tensor, axes: number[], keepdims: boolean): Tensor {
  return tf.sum(tf.cast(tf.logicalNot(tf.isNaN(x)), "float32"), axes, keepdims);
}
