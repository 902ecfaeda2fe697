import { defineLayer, number, type Shape, type Tensor } from "@hornbeam/core";
import { elu } from "@hornbeam/ops";

/**
 * Exponential linear unit: `x` above 0, `alpha · (eˣ - 1)` below.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://arxiv.org/abs/1511.07289 | Clevert et al., 2015}
 * @see {@link https://keras.io/api/layers/activation_layers/elu/ | keras.layers.ELU}
 * @example
 * new ELU()(tensor([0, 2])); // [0, 2]
 */
export class ELU extends /* @__PURE__ */ defineLayer("keras.layers.ELU", {
  /** Minus the limit for very negative numbers. */
  alpha: number(1),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  override call(x: Tensor): Tensor {
    return elu(x, { alpha: this.alpha });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
