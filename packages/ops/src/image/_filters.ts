import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { convolveDepthwise } from "../nn/_depthwise.ts";
import type { Padding } from "../nn/_windows.ts";

/** `size` numbers of a bell around their middle, which sum to 1. */
export function gaussian(size: number, sigma: number): Float32Array {
  const bell = Float64Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2));
  const sum = bell.reduce((all, one) => all + one, 0);
  return Float32Array.from(bell, (one) => one / sum);
}

/** A batch of images with the channels last, each channel filtered by the same numbers. */
export function filtered(
  batch: Tensor,
  numbers: Float32Array,
  size: readonly [number, number],
  padding: Padding = "same",
): Tensor {
  const filter = tf.tile(tf.tensor4d(numbers, [...size, 1, 1]), [1, 1, batch.shape[3]!, 1]);
  return convolveDepthwise(batch, filter, { size, strides: [1, 1], dilation: [1, 1], padding });
}

/** A batch of images with the channels last, blurred. */
export function blur(batch: Tensor, kernelSize: readonly number[], sigma: readonly number[]): Tensor {
  const [rows, columns] = kernelSize as [number, number];
  const alongWidth = gaussian(rows, sigma[0]!);
  const alongHeight = gaussian(columns, sigma[1]!);
  // two passes of few numbers where the kernel is a product of a column and a row
  if (rows === columns) return filtered(filtered(batch, alongHeight, [rows, 1]), alongWidth, [1, columns]);
  const kernel = new Float32Array(rows * columns);
  for (const [i, a] of alongHeight.entries()) for (const [j, b] of alongWidth.entries()) kernel[i * rows + j] = a * b;
  return filtered(batch, kernel, [rows, columns]);
}
