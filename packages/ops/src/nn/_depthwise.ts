import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { samePadding, type Windows } from "./_windows.ts";

/**
 * Convolution of each channel by filters of its own, 2 spatial axes, channels last. The backend has the forward kernel
 * only: the gradients are sums over the places of the window, of slices that lie `stride` apart.
 */
export function convolveDepthwise(x: Tensor, kernel: Tensor, windows: Windows): Tensor {
  const pads = windows.padding === "same" ? samePadding(x.shape.slice(1, -1), windows) : [];
  const padded = pads.some(([before, after]) => before + after > 0) ? tf.pad(x, [[0, 0], ...pads, [0, 0]]) : x;
  const { strides, dilation } = windows;
  const forward = (input: Tensor, filter: Tensor): Tensor => {
    const [height, width] = strides as [number, number];
    if (height === width && !(height > 1 && dilation.some((rate) => rate > 1))) {
      return tf.depthwiseConv2d(input as tf.Tensor4D, filter as tf.Tensor4D, height, "valid", "NHWC", [
        dilation[0]!,
        dilation[1]!,
      ]);
    }
    return byPlaces(input, filter, windows);
  };
  const withGradient = tf.customGrad((input, filter, save) => {
    const [source, weights] = [input as Tensor, filter as Tensor];
    (save as (tensors: Tensor[]) => void)([source, weights]);
    const gradFunc = (dy: Tensor, [savedInput, savedFilter]: Tensor[]): Tensor[] => [
      inputGradient(dy, savedInput!, savedFilter!, windows),
      filterGradient(dy, savedInput!, savedFilter!, windows),
    ];
    return { value: forward(source, weights), gradFunc };
  });
  return withGradient(padded, kernel);
}

/** For each place of the window, the elements of the input that it meets. */
function slices(x: Tensor, kernel: Tensor, { strides, dilation }: Windows): { i: number; j: number; part: Tensor }[] {
  const [rows, columns] = outputSizes(x, kernel, { strides, dilation });
  const found: { i: number; j: number; part: Tensor }[] = [];
  for (let i = 0; i < kernel.shape[0]!; i++) {
    for (let j = 0; j < kernel.shape[1]!; j++) {
      const begin = [0, i * dilation[0]!, j * dilation[1]!, 0];
      const end = [
        x.shape[0]!,
        begin[1]! + (rows - 1) * strides[0]! + 1,
        begin[2]! + (columns - 1) * strides[1]! + 1,
        x.shape[3]!,
      ];
      found.push({ i, j, part: tf.stridedSlice(x, begin, end, [1, strides[0]!, strides[1]!, 1]) });
    }
  }
  return found;
}

function outputSizes(
  x: Tensor,
  kernel: Tensor,
  { strides, dilation }: Pick<Windows, "strides" | "dilation">,
): [number, number] {
  const size = (axis: 0 | 1): number => {
    const reach = dilation[axis]! * (kernel.shape[axis]! - 1) + 1;
    return Math.floor((x.shape[axis + 1]! - reach) / strides[axis]!) + 1;
  };
  return [size(0), size(1)];
}

/** One filter of the window: `[channels, multiplier]`. */
function filterAt(kernel: Tensor, i: number, j: number): Tensor {
  const [, , channels, multiplier] = kernel.shape as [number, number, number, number];
  return tf.reshape(tf.slice(kernel, [i, j, 0, 0], [1, 1, channels, multiplier]), [channels, multiplier]);
}

function byPlaces(x: Tensor, kernel: Tensor, windows: Windows): Tensor {
  const [rows, columns] = outputSizes(x, kernel, windows);
  const products = slices(x, kernel, windows).map(({ i, j, part }) =>
    tf.mul(tf.expandDims(part, -1), filterAt(kernel, i, j)),
  );
  return tf.reshape(tf.addN(products), [x.shape[0]!, rows, columns, kernel.shape[2]! * kernel.shape[3]!]);
}

function filterGradient(dy: Tensor, x: Tensor, kernel: Tensor, windows: Windows): Tensor {
  const [, , channels, multiplier] = kernel.shape as [number, number, number, number];
  const gradient = tf.reshape(dy, [-1, channels, multiplier]);
  const parts = slices(x, kernel, windows).map(({ part }) =>
    tf.sum(tf.mul(gradient, tf.reshape(part, [-1, channels, 1])), 0),
  );
  return tf.reshape(tf.stack(parts), kernel.shape);
}

function inputGradient(dy: Tensor, x: Tensor, kernel: Tensor, { strides, dilation }: Windows): Tensor {
  const [, , channels, multiplier] = kernel.shape as [number, number, number, number];
  const [batch, height, width] = x.shape as [number, number, number, number];
  const [rows, columns] = outputSizes(x, kernel, { strides, dilation });
  const gradient = tf.reshape(dy, [batch, rows, columns, channels, multiplier]);
  const parts: Tensor[] = [];
  for (let i = 0; i < kernel.shape[0]!; i++) {
    for (let j = 0; j < kernel.shape[1]!; j++) {
      const share = tf.sum(tf.mul(gradient, filterAt(kernel, i, j)), -1);
      const apart = spreadOut(share, strides);
      const [top, left] = [i * dilation[0]!, j * dilation[1]!];
      const [bottom, right] = [height - top - apart.shape[1]!, width - left - apart.shape[2]!];
      parts.push(
        tf.pad(apart, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]),
      );
    }
  }
  return tf.addN(parts);
}

/** Rows and columns with zeros between them, so that they lie `stride` apart. */
export function spreadOut(x: Tensor, strides: readonly number[]): Tensor {
  return strides.reduce((spread, stride, i) => {
    const axis = i + 1;
    const size = spread.shape[axis]!;
    if (stride === 1 || size === 1) return spread;
    const apart = tf.expandDims(spread, axis + 1);
    const gaps: [number, number][] = apart.shape.map((_, k) => (k === axis + 1 ? [0, stride - 1] : [0, 0]));
    const shape = [...spread.shape].with(axis, size * stride);
    return tf.slice(
      tf.reshape(tf.pad(apart, gaps), shape),
      shape.map(() => 0),
      shape.with(axis, (size - 1) * stride + 1),
    );
  }, x);
}
