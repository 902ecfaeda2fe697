import { OptionError, refusal, type Tensor } from "@hornbeam/core";
import { checkRange } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";

/** Slices along an axis at indices that count from the end where negative; any shape of indices. */
export function gather(x: Tensor, indices: Tensor, axis: number): Tensor {
  const rows = tf.gather(x, tf.reshape(fromFront("take", indices, x.shape[axis]!), [-1]), axis);
  return tf.reshape(rows, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
}

/**
 * Indices of `size` places, counted from the front.
 *
 * @throws {OptionError} for one that is out of reach, as TensorFlow does.
 */
export function fromFront(op: string, indices: Tensor, size: number): Tensor {
  checkRange(indices, { least: -size, length: 2 * size }, (received) => {
    const expected = `indices must be in [-${size}, ${size})`;
    return refusal(OptionError, { action: `call ops.${op}`, option: "indices", expected, received });
  });
  return tf.where(tf.less(indices, tf.scalar(0, "int32")), tf.add(indices, tf.scalar(size, "int32")), indices);
}
