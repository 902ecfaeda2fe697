import { type Config, defineLayer, type InputSpec, type Shape } from "@hornbeam/core";
import { BaseDropout } from "./_base-dropout.ts";

/**
 * Drops whole channels of each example while training, where neighbours say much the same.
 *
 * - input: `[batch, steps, channels]`
 * - output: the shape of the input
 *
 * @see {@link https://arxiv.org/abs/1411.4280 | Tompson et al., 2014}
 * @see {@link https://keras.io/api/layers/regularization_layers/spatial_dropout1d/ | keras.layers.SpatialDropout1D}
 * @example
 * new SpatialDropout1D({ rate: 0.5 })(ones([2, 4, 3])).shape; // [2, 4, 3]
 */
export class SpatialDropout1D extends /* @__PURE__ */ defineLayer("keras.layers.SpatialDropout1D", {}, BaseDropout) {
  protected override inputSpec: InputSpec = { rank: 3 };

  protected override maskShape(inputShape: Shape): Shape {
    return [inputShape[0]!, 1, inputShape[2]!];
  }

  /** Keras writes less of these layers than of others. */
  override getConfig(): Config {
    const { trainable: _, ...config } = super.getConfig();
    return { ...config, dtype: this.dtype };
  }
}
