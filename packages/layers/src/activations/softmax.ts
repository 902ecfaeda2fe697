import { axes, type CallOptions, defineLayer, type Shape, type Tensor } from "@hornbeam/core";
import { cast, exp, greater, logsumexp, softmax, subtract, where } from "@hornbeam/ops";

/**
 * Makes positive numbers that sum to 1 along an axis: `eˣ / Σeˣ`. Where a mask is false the output is 0.
 *
 * - input: any shape
 * - mask: broadcast to the shape of the input
 * - output: the shape of the input
 *
 * @see {@link https://keras.io/api/layers/activation_layers/softmax/ | keras.layers.Softmax}
 * @example
 * new Softmax()(tensor([[1, 1]])); // [[0.5, 0.5]]
 */
export class Softmax extends /* @__PURE__ */ defineLayer("keras.layers.Softmax", {
  /** The axis, or axes, along which the output sums to 1. */
  axis: axes(-1),
}) {
  protected override readonly builtAtInit = true;
  protected override readonly supportsMasking = true;
  protected override readonly takesMask = true;

  override call(x: Tensor, { mask }: CallOptions): Tensor {
    if (!mask) return this.#softmax(x);
    const given = mask as Tensor;
    const kept = given.dtype === "bool" ? given : greater(cast(given, "float32"), 0.5);
    return where(kept, this.#softmax(where(kept, x, -1e9)), 0);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  #softmax(x: Tensor): Tensor {
    const { axis } = this;
    if (typeof axis === "number") return softmax(x, axis);
    return axis.length === 1 ? softmax(x, axis[0]!) : exp(subtract(x, logsumexp(x, { axis, keepdims: true })));
  }
}
