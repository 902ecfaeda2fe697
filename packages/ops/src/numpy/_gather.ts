import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";

/** Slices along an axis at indices that count from the end where negative; any shape of indices. */
export function gather(x: Tensor, indices: Tensor, axis: number): Tensor {
  const size = x.shape[axis]!;
  const front = tf.where(tf.less(indices, tf.scalar(0, "int32")), tf.add(indices, tf.scalar(size, "int32")), indices);
  // as TensorFlow clips on accelerators: an index out of reach must not read foreign memory
  const safe = tf.minimum(tf.maximum(front, tf.scalar(0, "int32")), tf.scalar(Math.max(0, size - 1), "int32"));
  const rows = tf.gather(x, tf.reshape(safe, [-1]), axis);
  return tf.reshape(rows, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
}
