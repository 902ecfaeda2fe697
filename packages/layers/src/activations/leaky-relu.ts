import { defineLayer, nonNegativeNumber, type Shape, type Tensor } from "@hornbeam/core";
import { leakyRelu } from "@hornbeam/ops";

/**
 * Rectifier with a small slope below 0: `max(x, negativeSlope · x)`.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://keras.io/api/layers/activation_layers/leaky_relu/ | keras.layers.LeakyReLU}
 * @example
 * new LeakyReLU({ negativeSlope: 0.5 })(tensor([-2, 3])); // [-1, 3]
 */
export class LeakyReLU extends /* @__PURE__ */ defineLayer("keras.layers.LeakyReLU", {
  /** Slope below 0. */
  negativeSlope: nonNegativeNumber(0.3),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  override call(x: Tensor): Tensor {
    return leakyRelu(x, { negativeSlope: this.negativeSlope });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
