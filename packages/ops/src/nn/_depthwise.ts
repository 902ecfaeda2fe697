import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { samePadding, type Windows } from "./_windows.ts";

/** Convolution of each channel by filters of its own, 2 spatial axes, channels last. */
export function convolveDepthwise(x: Tensor, kernel: Tensor, windows: Windows): Tensor {
  const [image, filter] = [x as tf.Tensor4D, kernel as tf.Tensor4D];
  const [strides, dilation] = [windows.strides as [number, number], windows.dilation as [number, number]];
  const strided = strides.some((stride) => stride > 1);
  if (!strided || dilation.every((rate) => rate === 1)) {
    return tf.depthwiseConv2d(image, filter, strides, windows.padding, "NHWC", dilation);
  }
  // strides and dilation at once, which TensorFlow.js refuses: every place, and then only those that are wanted
  const padded = windows.padding === "same" ? padding(image, windows) : image;
  const all = tf.depthwiseConv2d(padded, filter, 1, "valid", "NHWC", dilation);
  return tf.stridedSlice(all, [0, 0, 0, 0], all.shape, [1, ...strides, 1]);
}

function padding(x: tf.Tensor4D, windows: Windows): tf.Tensor4D {
  return tf.pad(x, [[0, 0], ...samePadding(x.shape.slice(1, -1), windows), [0, 0]]);
}
