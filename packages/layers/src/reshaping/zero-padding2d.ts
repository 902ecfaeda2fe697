import { dataFormat, defineLayer, type InputSpec } from "@hornbeam/core";
import { BasePadding } from "./_base-padding.ts";
import { borders, ofAllAxes } from "./_borders.ts";

/**
 * Adds zeros at the ends of the spatial axes.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch
 * - output: the same, larger by the sizes of `padding`
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/zero_padding2d/ | keras.layers.ZeroPadding2D}
 * @example
 * new ZeroPadding2D({ padding: 1 })(ones([1, 3, 4, 2])).shape; // [1, 5, 6, 2]
 */
export class ZeroPadding2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.ZeroPadding2D",
  {
    /** Numbers of zeros: one number, one for each axis, or a pair `[before, after]` for each. */
    padding: borders(2)(1),
    /** Where the channels stand. */
    dataFormat: dataFormat(null),
  },
  BasePadding,
) {
  protected override inputSpec: InputSpec = { rank: 4 };
  protected override readonly all = ofAllAxes(this.padding, this.dataFormat === "channels_first");
}
