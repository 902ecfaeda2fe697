import { axes, defineLayer, type Shape, type Tensor } from "@hornbeam/core";
import { maximum, multiply, rsqrt, square, sum } from "@hornbeam/ops";
import { checkAxes } from "./_affine.ts";

/**
 * Scales each example to length 1 along some axes: `x / √Σx²`.
 *
 * - input: any shape
 * - output: the shape of the input
 *
 * @see {@link https://keras.io/api/layers/normalization_layers/unit_normalization/ | keras.layers.UnitNormalization}
 * @example
 * new UnitNormalization()(tensor([[3, 4]])); // [[0.6, 0.8]]
 */
export class UnitNormalization extends /* @__PURE__ */ defineLayer("keras.layers.UnitNormalization", {
  /** The axes over which the length is taken. */
  axis: axes(-1),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;

  override call(x: Tensor): Tensor {
    return multiply(x, rsqrt(maximum(sum(square(x), { axis: this.axis, keepdims: true }), 1e-12)));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    checkAxes(this, inputShape, this.axis);
    return inputShape;
  }
}
