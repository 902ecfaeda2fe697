import { defineLayer, type InputSpec, type Tensor } from "@hornbeam/core";
import { max } from "@hornbeam/ops";
import { BaseGlobalPooling } from "./_base-global-pooling.ts";

/**
 * The largest element of each channel over the whole input.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch
 * - output: `[batch, channels]`; with `keepdims` the other axes stay, with size 1
 *
 * @see {@link https://keras.io/api/layers/pooling_layers/global_max_pooling2d/ | keras.layers.GlobalMaxPooling2D}
 * @example
 * new GlobalMaxPooling2D()(ones([2, 4, 5, 3])).shape; // [2, 3]
 */
export class GlobalMaxPooling2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.GlobalMaxPooling2D",
  {},
  BaseGlobalPooling,
) {
  protected override readonly spatialRank = 2;
  protected override inputSpec: InputSpec = { rank: 4 };

  override call(x: Tensor): Tensor {
    return max(x, { axis: this.axes, keepdims: this.keepdims });
  }
}
