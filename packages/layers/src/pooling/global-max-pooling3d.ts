import { defineLayer, type InputSpec, type Tensor } from "@hornbeam/core";
import { max } from "@hornbeam/ops";
import { BaseGlobalPooling } from "./_base-global-pooling.ts";

/**
 * The largest element of each channel over the whole input.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: `[batch, channels]`; with `keepdims` the other axes stay, with size 1
 *
 * @see {@link https://keras.io/api/layers/pooling_layers/global_max_pooling3d/ | keras.layers.GlobalMaxPooling3D}
 * @example
 * new GlobalMaxPooling3D()(ones([2, 4, 5, 6, 3])).shape; // [2, 3]
 */
export class GlobalMaxPooling3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.GlobalMaxPooling3D",
  {},
  BaseGlobalPooling,
) {
  protected override readonly spatialRank = 3;
  protected override inputSpec: InputSpec = { rank: 5 };

  override call(x: Tensor): Tensor {
    return max(x, { axis: this.axes, keepdims: this.keepdims });
  }
}
