import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { convolve } from "./_convolve.ts";
import type { Windows } from "./_windows.ts";

/** Convolution of each channel by filters of its own, 1 or 2 spatial axes, channels last: a group for each channel. */
export function convolveDepthwise(x: Tensor, kernel: Tensor, windows: Windows): Tensor {
  const [channels, multiplier] = kernel.shape.slice(-2) as [number, number];
  return convolve(x, tf.reshape(kernel, [...kernel.shape.slice(0, -2), 1, channels * multiplier]), windows);
}
