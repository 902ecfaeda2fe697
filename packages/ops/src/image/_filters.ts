import type { Tensor } from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
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
  numbers: Float32Array | Tensor,
  size: readonly [number, number],
  padding: Padding = "same",
): Tensor {
  const one = numbers instanceof Float32Array ? tf.tensor1d(numbers) : numbers;
  const filter = tf.tile(tf.reshape(one, [...size, 1, 1]), [1, 1, batch.shape[3]!, 1]);
  return convolveDepthwise(batch, filter, { size, strides: [1, 1], dilation: [1, 1], padding });
}

/** A batch of images with the channels last, blurred. Deviations are numbers, or `[2]`. */
export function blur(batch: Tensor, kernelSize: readonly number[], sigma: readonly number[] | Tensor): Tensor {
  const [rows, columns] = kernelSize as [number, number];
  // two passes of few numbers where the kernel is a product of a column and a row
  if (rows === columns) {
    const [alongWidth, alongHeight] = [0, 1].map((i) => numbersOf(sigma, rows, (both) => gaussian(rows, both[i]!)));
    return filtered(filtered(batch, alongHeight!, [rows, 1]), alongWidth!, [1, columns]);
  }
  return filtered(
    batch,
    numbersOf(sigma, rows * columns, (both) => product(rows, columns, both)),
    [rows, columns],
  );
}

/** What follows from deviations: if they are a tensor, in each replay of a recorded step. */
function numbersOf(
  sigma: readonly number[] | Tensor,
  count: number,
  numbers: (sigma: ArrayLike<number>) => Float32Array,
): Float32Array | Tensor {
  if (Array.isArray(sigma)) return numbers(sigma as readonly number[]);
  return hostWork([sigma as Tensor], [count], "float32", (both) => numbers(both!));
}

function product(rows: number, columns: number, sigma: ArrayLike<number>): Float32Array {
  const alongWidth = gaussian(rows, sigma[0]!);
  const alongHeight = gaussian(columns, sigma[1]!);
  const kernel = new Float32Array(rows * columns);
  for (const [i, a] of alongHeight.entries()) for (const [j, b] of alongWidth.entries()) kernel[i * rows + j] = a * b;
  return kernel;
}
