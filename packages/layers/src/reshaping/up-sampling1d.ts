import { defineLayer, type InputSpec, positiveInteger, type Shape, type Tensor } from "@hornbeam/core";
import { repeat } from "@hornbeam/ops";

/**
 * Repeats each step.
 *
 * - input: `[batch, steps, channels]`
 * - output: `[batch, steps · size, channels]`
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/up_sampling1d/ | keras.layers.UpSampling1D}
 * @example
 * new UpSampling1D({ size: 2 })(tensor([[[1], [2]]])); // [[[1], [1], [2], [2]]]
 */
export class UpSampling1D extends /* @__PURE__ */ defineLayer("keras.layers.UpSampling1D", {
  /** How many times each step is there. */
  size: positiveInteger(2),
}) {
  protected override inputSpec: InputSpec = { rank: 3 };

  override call(x: Tensor): Tensor {
    return repeat(x, this.size, 1);
  }

  override computeOutputShape([batch = null, steps = null, channels = null]: Shape): Shape {
    return [batch, steps === null ? null : steps * this.size, channels];
  }
}
