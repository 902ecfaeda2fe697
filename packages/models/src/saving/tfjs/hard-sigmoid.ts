import type { Tensor } from "@hornbeam/core";
import { add, clip, multiply } from "@hornbeam/ops";

/**
 * The hard sigmoid of Keras 2 and TensorFlow.js: `clip(0.2 x + 0.5, 0, 1)`. That of Keras 3 is less steep.
 *
 * Models of TensorFlow.js that use it keep it, and register it when they are loaded. To read them from a `.keras` file in a
 * program that has loaded none of them, pass `customObjects: { legacyHardSigmoid }`.
 *
 * - x: any shape
 * - output: the same shape
 *
 * @see {@link https://js.tensorflow.org/api/latest/#layers.activation | TensorFlow.js: activations}
 * @example
 * legacyHardSigmoid(ops.convertToTensor([-3, 0, 1])); // [0, 0.5, 0.7]
 */
export function legacyHardSigmoid(x: Tensor): Tensor {
  return clip(add(multiply(x, 0.2), 0.5), 0, 1) as Tensor;
}
