import { defineLayer, type InputSpec, type Tensor } from "@hornbeam/core";
import { mean } from "@hornbeam/ops";
import { BaseGlobalPooling } from "./_base-global-pooling.ts";

/**
 * The mean of each channel over the whole input.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: `[batch, channels]`; with `keepdims` the other axes stay, with size 1
 *
 * @see {@link https://keras.io/api/layers/pooling_layers/global_average_pooling3d/ | keras.layers.GlobalAveragePooling3D}
 * @example
 * new GlobalAveragePooling3D()(ones([2, 4, 5, 6, 3])).shape; // [2, 3]
 */
export class GlobalAveragePooling3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.GlobalAveragePooling3D",
  {},
  BaseGlobalPooling,
) {
  protected override readonly spatialRank = 3;
  protected override inputSpec: InputSpec = { rank: 5 };

  override call(x: Tensor): Tensor {
    return mean(x, { axis: this.axes, keepdims: this.keepdims });
  }
}
