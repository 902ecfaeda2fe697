import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";

/**
 * Windows over the last axis: pieces of `sequenceLength`, which start every `sequenceStride` elements.
 *
 * - x: `[..., steps]`
 * - output: `[..., windows, sequenceLength]`; what does not fill a window at the end is left out
 *
 * @throws {ShapeError} when the tensor is a scalar.
 * @see {@link https://keras.io/api/ops/fft/#extractsequences-function | keras.ops.extract_sequences}
 * @example
 * extractSequences([1, 2, 3, 4], 2, 1); // [[1, 2], [2, 3], [3, 4]]
 */
export const extractSequences = /* @__PURE__ */ defineOp<
  [x: Tensor, sequenceLength: number, sequenceStride: number],
  object,
  Tensor
>({
  className: "ExtractSequences",
  module: "math",
  tensors: ["x"],
  settings: ["sequence_length", "sequence_stride"],
  call: (x, length, stride) => {
    windowCount("extractSequences", x.shape, length, stride);
    return windows(x, length, stride);
  },
  spec: (x: unknown, length: number, stride: number) => {
    const { shape, dtype } = specOf(x);
    return spec([...shape.slice(0, -1), windowCount("extractSequences", shape, length, stride), length], dtype);
  },
});

/** Number of windows in the last axis; null where it is not known. */
function windowCount(op: string, shape: Shape, length: number, stride: number): number | null {
  checkPositive(op, "sequenceLength", length);
  checkPositive(op, "sequenceStride", stride);
  if (shape.length === 0) throw shapeError(op, "the tensor must have rank 1 or more", shape);
  return countOf(shape.at(-1)!, length, stride);
}

export function countOf(size: number | null, length: number, stride: number): number | null {
  return size === null ? null : Math.max(0, 1 + Math.floor((size - length) / stride));
}

export function checkPositive(op: string, argument: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw argumentError(op, argument, "be a positive integer", value);
}

/** Windows over the last axis, by one gather. */
export function windows(x: Tensor, length: number, stride: number): Tensor {
  const count = countOf(x.shape.at(-1)!, length, stride)!;
  const shape = [...x.shape.slice(0, -1), count, length];
  if (count === 0) return tf.zeros(shape, x.dtype as "float32");
  return tf.reshape(tf.gather(x, positions(count, length, stride), x.rank - 1), shape);
}

/** Which element of the axis each element of each window is. */
function positions(count: number, length: number, stride: number): tf.Tensor1D {
  const places = new Int32Array(count * length);
  for (let i = 0; i < count; i++) for (let k = 0; k < length; k++) places[i * length + k] = i * stride + k;
  return tf.tensor1d(places, "int32");
}

/** Windows laid over an axis of the length that they need, and added up where they meet. */
export function overlapped(x: Tensor, stride: number): Tensor {
  const [count, length] = x.shape.slice(-2) as [number, number];
  const outer = x.shape.slice(0, -2);
  const rows = outer.reduce((all, size) => all * size, 1);
  const size = count === 0 ? 0 : (count - 1) * stride + length;
  if (count === 0) return tf.zeros([...outer, size]);
  const columns = tf.transpose(tf.reshape(x, [rows, count * length]));
  const sums = tf.unsortedSegmentSum(columns, positions(count, length, stride), size);
  return tf.reshape(tf.transpose(sums), [...outer, size]);
}
