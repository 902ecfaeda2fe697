import { type CallOptions, defineLayer, Layer, refusal, type Shape, ShapeError, type Tensor } from "@hornbeam/core";
import { stack, unstack } from "@hornbeam/ops";
import { layerOption } from "./_layer-option.ts";

abstract class AnyLayer extends Layer {}

/**
 * Applies a layer to each step of a sequence by itself.
 *
 * - input: `[batch, steps, ...]`
 * - output: `[batch, steps, ...]`, with what the layer makes of one step
 *
 * @throws {ShapeError} when the input has fewer than three axes, or the mask is not of its first two.
 * @see {@link https://keras.io/api/layers/recurrent_layers/time_distributed/ | keras.layers.TimeDistributed}
 * @example
 * new TimeDistributed({ layer: new Dense({ units: 3 }) })(ones([2, 10, 4])).shape; // [2, 10, 3]
 */
export class TimeDistributed extends /* @__PURE__ */ defineLayer("keras.layers.TimeDistributed", {
  /** What is applied to each step. */
  layer: /* @__PURE__ */ layerOption<Layer>(Layer as typeof AnyLayer, "a layer")(),
}) {
  protected override readonly supportsMasking = true;
  protected override readonly takesMask = true;

  override build(inputShape: Shape): void {
    if (!this.layer.built) this.layer.build(this.#stepShape(inputShape));
  }

  override call(x: Tensor, { training = null, mask }: CallOptions): Tensor {
    const steps = unstack(x, { axis: 1 }) as Tensor[];
    const masks = mask ? this.#stepMasks(mask as Tensor, x.shape) : null;
    const call = (step: Tensor, t: number) => this.layer.call(step, { training, mask: masks?.[t] });
    return stack(steps.map(call), 1);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const [batch = null, ...rest] = this.layer.computeOutputShape(this.#stepShape(inputShape));
    return [batch, inputShape[1]!, ...rest];
  }

  #stepShape(inputShape: Shape): Shape {
    const [batch = null, , ...rest] = inputShape;
    if (inputShape.length >= 3) return [batch, ...rest];
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: "the input must have at least 3 axes",
      receivedAs: "shape",
      received: inputShape,
    });
  }
  #stepMasks(mask: Tensor, inputShape: Shape): Tensor[] {
    if (mask.shape.length >= 2 && mask.shape[0] === inputShape[0] && mask.shape[1] === inputShape[1]) {
      return unstack(mask, { axis: 1 }) as Tensor[];
    }
    throw refusal(ShapeError, {
      action: `call ${this[Symbol.toStringTag]}`,
      expected: "the mask must begin with the first two sizes of the input",
      receivedAs: "shapes",
      received: [mask.shape, inputShape],
    });
  }
}
