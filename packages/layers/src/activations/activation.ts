import { activation } from "@hornbeam/activations";
import { defineLayer, type Shape, type Tensor } from "@hornbeam/core";

/**
 * Puts its input through a function: `activation(x)`.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://keras.io/api/layers/core_layers/activation/ | keras.layers.Activation}
 * @example
 * new Activation({ activation: "relu" })(tensor([-3, -1, 0, 2])); // [0, 0, 0, 2]
 */
export class Activation extends /* @__PURE__ */ defineLayer("keras.layers.Activation", {
  /** The function: a name, or a function of a tensor. */
  activation: activation(),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  override call(x: Tensor): Tensor {
    return this.activation(x);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
