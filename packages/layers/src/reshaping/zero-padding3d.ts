import { dataFormat, defineLayer, type InputSpec } from "@hornbeam/core";
import { BasePadding } from "./_base-padding.ts";
import { borders, ofAllAxes } from "./_borders.ts";

/**
 * Adds zeros at the ends of the spatial axes.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: the same, larger by the sizes of `padding`
 *
 * @see {@link https://keras.io/api/layers/reshaping_layers/zero_padding3d/ | keras.layers.ZeroPadding3D}
 * @example
 * new ZeroPadding3D({ padding: 1 })(ones([1, 3, 4, 5, 2])).shape; // [1, 5, 6, 7, 2]
 */
export class ZeroPadding3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.ZeroPadding3D",
  {
    /** Numbers of zeros: one number, one for each axis, or a pair `[before, after]` for each. */
    padding: borders(3)(1),
    /** Where the channels stand. */
    dataFormat: dataFormat(null),
  },
  BasePadding,
) {
  protected override inputSpec: InputSpec = { rank: 5 };
  protected override readonly all = ofAllAxes(this.padding, this.dataFormat === "channels_first");
}
