import { dataFormat, defineLayer, type InputSpec } from "@hornbeam/core";
import { BasePadding } from "./_base-padding.ts";
import { ends, ofAllAxes } from "./_borders.ts";

/**
 * Adds zeros at the ends of the spatial axes.
 *
 * - input: `[batch, steps, channels]`, or with the channels after the batch
 * - output: the same, larger by the sizes of `padding`
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/zero_padding1d/ | keras.layers.ZeroPadding1D}
 * @example
 * new ZeroPadding1D({ padding: 1 })(ones([1, 3, 2])).shape; // [1, 5, 2]
 */
export class ZeroPadding1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.ZeroPadding1D",
  {
    /** Numbers of zeros: one number for both ends, or a pair. */
    padding: ends(1),
    /** Where the channels stand. */
    dataFormat: dataFormat(null),
  },
  BasePadding,
) {
  protected override inputSpec: InputSpec = { rank: 3 };
  protected override readonly all = ofAllAxes([this.padding], this.dataFormat === "channels_first");
}
