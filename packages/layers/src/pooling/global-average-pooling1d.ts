import { type CallOptions, type DType, defineLayer, type InputSpec, type Tensor } from "@hornbeam/core";
import { cast, divide, expandDims, mean, sum, where } from "@hornbeam/ops";
import { BaseGlobalPooling } from "./_base-global-pooling.ts";

/**
 * The mean of each channel over the whole input, steps that are masked left out.
 *
 * - input: `[batch, steps, channels]`, or with the channels after the batch
 * - output: `[batch, channels]`; with `keepdims` the other axes stay, with size 1
 *
 * @see {@link https://keras.io/api/layers/pooling_layers/global_average_pooling1d/ | keras.layers.GlobalAveragePooling1D}
 * @example
 * new GlobalAveragePooling1D()(ones([2, 5, 3])).shape; // [2, 3]
 */
export class GlobalAveragePooling1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.GlobalAveragePooling1D",
  {},
  BaseGlobalPooling,
) {
  protected override readonly spatialRank = 1;
  protected override inputSpec: InputSpec = { rank: 3 };
  protected override readonly supportsMasking = true;
  protected override readonly takesMask = true;

  override call(x: Tensor, { mask }: CallOptions): Tensor {
    const { keepdims, axes } = this;
    if (!mask) return mean(x, { axis: axes, keepdims });
    const valid = expandDims(cast(mask as Tensor, "bool"), this.dataFormat === "channels_last" ? 2 : 1);
    const count = sum(cast(valid, x.dtype as DType), { axis: axes, keepdims });
    return divide(sum(where(valid, x, 0), { axis: axes, keepdims }), count);
  }

  override computeMask(): null {
    return null;
  }
}
