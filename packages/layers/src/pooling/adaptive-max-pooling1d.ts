import { defineLayer, type Tensor } from "@hornbeam/core";
import { adaptiveMaxPool } from "@hornbeam/ops";
import { adaptiveOptions, BaseAdaptivePooling } from "./_base-adaptive-pooling.ts";

/**
 * The largest element of each of `outputSize` windows along the steps, channel by channel. Window `i` of `n` over `size` elements
 * goes from `⌊i · size / n⌋` to `⌈(i + 1) · size / n⌉`: windows may overlap.
 *
 * - input: `[batch, steps, channels]`, or with the channels after the batch
 * - output: the same, with `outputSize` for `steps`
 *
 * @see {@link https://keras.io/api/layers/pooling_layers/ | keras.layers.AdaptiveMaxPooling1D}
 * @example
 * new AdaptiveMaxPooling1D({ outputSize: 4 })(ones([2, 10, 3])).shape; // [2, 4, 3]
 */
export class AdaptiveMaxPooling1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.AdaptiveMaxPooling1D",
  /* @__PURE__ */ adaptiveOptions(1),
  BaseAdaptivePooling,
) {
  override call(x: Tensor): Tensor {
    return adaptiveMaxPool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}
