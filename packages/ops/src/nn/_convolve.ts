import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import type { Windows } from "./_windows.ts";

/** Convolution of 1 to 3 spatial axes, channels last; a kernel with the channels of one group tells their number. */
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
  const plain = dilation.every((rate) => rate === 1) && x.shape.at(-1) === kernel.shape.at(-2);
  if (!plain) return convolveAny(x, kernel, windows);
  if (x.rank === 5) {
    return tf.conv3d(x as tf.Tensor5D, kernel as tf.Tensor5D, strides as [number, number, number], padding);
  }
  return tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides as [number, number], padding);
}

const names = {
  4: ["Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"],
  5: ["Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"],
} as const;

/** The kernels take any stride, dilation and number of groups; the ops and gradients of TensorFlow.js refuse what they take. */
function convolveAny(x: Tensor, kernel: Tensor, { strides, padding, dilation }: Windows): Tensor {
  const [forward, toInput, toFilter] = names[x.rank as 4 | 5];
  const format = x.rank === 4 ? "NHWC" : "NDHWC";
  const attributes = { strides: [...strides], pad: padding, dataFormat: format, dilations: [...dilation] };
  const run = (name: string, inputs: Record<string, Tensor>, more: object = {}): Tensor =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...more }) as Tensor;
  const withGradient = tf.customGrad((input, filter, save) => {
    const [source, weights] = [input as Tensor, filter as Tensor];
    (save as (tensors: Tensor[]) => void)([source, weights]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => [
      run(toInput, { dy, filter: saved[1]! }, { inputShape: saved[0]!.shape }),
      run(toFilter, { x: saved[0]!, dy }, { filterShape: saved[1]!.shape }),
    ];
    return { value: run(forward, { x: source, filter: weights }), gradFunc };
  });
  return withGradient(x, kernel);
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
