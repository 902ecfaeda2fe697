import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";

/**
 * Copies of a kernel `[...window, filters, channels]`, one for each element of the input, `strides` apart and summed
 * where they overlap: the full result, channels last.
 */
export function scatterWindows(x: Tensor, kernel: Tensor, strides: readonly number[]): Tensor {
  if (x.rank === 3) {
    const flat = scatterWindows(tf.expandDims(x, 1), tf.expandDims(kernel, 0), [1, strides[0]!]);
    return tf.squeeze(flat, [1]);
  }
  const spatial = strides.map((stride, i) => (x.shape[i + 1]! - 1) * stride + kernel.shape[i]!);
  const shape = [x.shape[0]!, ...spatial, kernel.shape.at(-2)!];
  if (x.rank === 4) {
    return tf.conv2dTranspose(
      x as tf.Tensor4D,
      kernel as tf.Tensor4D,
      shape as [number, number, number, number],
      strides as [number, number],
      "valid",
    );
  }
  return transposed3d(x, kernel, strides, shape);
}

/** TensorFlow.js has the kernels for three axes, and no gradient of the transpose. */
function transposed3d(x: Tensor, kernel: Tensor, strides: readonly number[], shape: number[]): Tensor {
  const window = strides as [number, number, number];
  const withGradient = tf.customGrad((input, filter, save) => {
    const [source, weights] = [input as Tensor, filter as Tensor];
    (save as (tensors: Tensor[]) => void)([source, weights]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => [
      tf.conv3d(dy as tf.Tensor5D, saved[1] as tf.Tensor5D, window, "valid"),
      tf
        .engine()
        .runKernel(
          "Conv3DBackpropFilterV2",
          { x: dy, dy: saved[0]! },
          { strides: window, pad: "valid", filterShape: saved[1]!.shape },
        ) as Tensor,
    ];
    const value = tf.conv3dTranspose(
      source as tf.Tensor5D,
      weights as tf.Tensor5D,
      shape as [number, number, number, number, number],
      window,
      "valid",
    );
    return { value, gradFunc };
  });
  return withGradient(x, kernel);
}
