import { defineLayer, number, type Shape, type Tensor } from "@hornbeam/core";
import { any, notEqual, where } from "@hornbeam/ops";

/**
 * Marks the steps of which every feature has one value, so that the layers that follow skip them, and sets them to 0.
 *
 * - input: `[batch, steps, features]`
 * - output: the shape of the input; its mask: `[batch, steps]`
 *
 * @see {@link https://keras.io/api/layers/core_layers/masking/ | keras.layers.Masking}
 * @example
 * new Masking({ maskValue: -1 })(tensor([[[-1, -1], [3, -1]]])); // [[[0, 0], [3, -1]]]
 */
export class Masking extends /* @__PURE__ */ defineLayer("keras.layers.Masking", {
  /** The value that stands for nothing. */
  maskValue: number(0),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  override call(x: Tensor): Tensor {
    return where(any(notEqual(x, this.maskValue), { axis: -1, keepdims: true }), x, 0);
  }

  override computeMask(inputs: unknown): unknown {
    return any(notEqual(inputs as Tensor, this.maskValue), { axis: -1 });
  }
  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
