import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { samePadding, type Windows } from "./_windows.ts";

/** Convolution of 1 to 3 spatial axes, channels last, one group. */
export function convolve(x: Tensor, kernel: Tensor, windows: Windows): Tensor {
  const { strides, padding, dilation } = windows;
  if (x.rank === 3) {
    const planes = tf.expandDims(x, 1);
    const flat = convolve(planes, tf.expandDims(kernel, 0), {
      ...windows,
      size: [1, windows.size[0]!],
      strides: [1, strides[0]!],
      dilation: [1, dilation[0]!],
    });
    return tf.squeeze(flat, [1]);
  }
  if (x.rank === 5) return convolve3d(x, kernel, windows);
  const [a, b] = [x as tf.Tensor4D, kernel as tf.Tensor4D];
  if (dilation.every((rate) => rate === 1)) return tf.conv2d(a, b, strides as [number, number], padding);
  return dilated2d(a, b, windows);
}

/** The kernels take any stride with any dilation; the op and gradient of TensorFlow.js refuse what they take. */
function dilated2d(x: tf.Tensor4D, kernel: tf.Tensor4D, { strides, padding, dilation }: Windows): Tensor {
  const attributes = { strides: [...strides], pad: padding, dataFormat: "NHWC", dilations: [...dilation] };
  const run = (name: string, inputs: Record<string, Tensor>, more: object = {}): Tensor =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...more }) as Tensor;
  const withGradient = tf.customGrad((input, filter, save) => {
    const [source, weights] = [input as Tensor, filter as Tensor];
    (save as (tensors: Tensor[]) => void)([source, weights]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => [
      run("Conv2DBackpropInput", { dy, filter: saved[1]! }, { inputShape: saved[0]!.shape }),
      run("Conv2DBackpropFilter", { x: saved[0]!, dy }, { filterShape: saved[1]!.shape }),
    ];
    return { value: run("Conv2D", { x: source, filter: weights }), gradFunc };
  });
  return withGradient(x, kernel);
}

function convolve3d(x: Tensor, kernel: Tensor, windows: Windows): Tensor {
  const { strides, padding, dilation } = windows;
  const spread = spreadKernel(kernel, dilation);
  if (padding === "valid" || dilation.every((rate) => rate === 1)) {
    return tf.conv3d(x as tf.Tensor5D, spread as tf.Tensor5D, strides as [number, number, number], padding);
  }
  const pads = samePadding(x.shape.slice(1, -1), windows);
  const padded = tf.pad(x, [[0, 0], ...pads, [0, 0]]);
  return tf.conv3d(padded as tf.Tensor5D, spread as tf.Tensor5D, strides as [number, number, number], "valid");
}

/** A kernel with zeros between its elements: what dilation stands for. */
export function spreadKernel(kernel: Tensor, dilation: readonly number[]): Tensor {
  return dilation.reduce((spread, rate, axis) => {
    if (rate === 1 || spread.shape[axis] === 1) return spread;
    const size = spread.shape[axis]!;
    const apart = tf.expandDims(spread, axis + 1);
    const gaps: [number, number][] = apart.shape.map((_, i) => (i === axis + 1 ? [0, rate - 1] : [0, 0]));
    const shape = [...spread.shape].with(axis, size * rate);
    const loose = tf.reshape(tf.pad(apart, gaps), shape);
    return tf.slice(
      loose,
      shape.map(() => 0),
      shape.with(axis, (size - 1) * rate + 1),
    );
  }, kernel);
}
