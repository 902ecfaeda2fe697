import { type Config, dataFormat, defineLayer, type InputSpec, type Shape } from "@hornbeam/core";
import { BaseDropout } from "./_base-dropout.ts";

/**
 * Drops whole channels of each example while training, where neighbours say much the same.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: the shape of the input
 *
 * @see {@link https://arxiv.org/abs/1411.4280 | Tompson et al., 2014}
 * @see {@link https://keras.io/api/layers/regularization_layers/spatial_dropout3d/ | keras.layers.SpatialDropout3D}
 * @example
 * new SpatialDropout3D({ rate: 0.5 })(ones([2, 4, 4, 4, 3])).shape; // [2, 4, 4, 4, 3]
 */
export class SpatialDropout3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.SpatialDropout3D",
  {
    /** Where the channels stand. */
    dataFormat: dataFormat(null),
  },
  BaseDropout,
) {
  protected override inputSpec: InputSpec = { rank: 5 };

  protected override maskShape(inputShape: Shape): Shape {
    const channels = this.dataFormat === "channels_last" ? 4 : 1;
    return inputShape.map((size, axis) => (axis === 0 || axis === channels ? size : 1));
  }

  /** Keras writes less of these layers than of others. */
  override getConfig(): Config {
    const { trainable: _, ...config } = super.getConfig();
    return { ...config, dtype: this.dtype };
  }
}
