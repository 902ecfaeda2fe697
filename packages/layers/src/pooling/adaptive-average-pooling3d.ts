import { defineLayer, type Tensor } from "@hornbeam/core";
import { adaptiveAveragePool } from "@hornbeam/ops";
import { adaptiveOptions, BaseAdaptivePooling } from "./_base-adaptive-pooling.ts";

/**
 * The mean of each of `outputSize` windows along each spatial axis, channel by channel. Window `i` of `n` over `size` elements
 * goes from `⌊i · size / n⌋` to `⌈(i + 1) · size / n⌉`: windows may overlap.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: the same, with `outputSize` for `depth, height, width`
 *
 * @see {@link https://keras.io/api/layers/pooling_layers/ | keras.layers.AdaptiveAveragePooling3D}
 * @example
 * new AdaptiveAveragePooling3D({ outputSize: 4 })(ones([2, 7, 5, 6, 3])).shape; // [2, 4, 4, 4, 3]
 */
export class AdaptiveAveragePooling3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.AdaptiveAveragePooling3D",
  /* @__PURE__ */ adaptiveOptions(3),
  BaseAdaptivePooling,
) {
  override call(x: Tensor): Tensor {
    return adaptiveAveragePool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}
