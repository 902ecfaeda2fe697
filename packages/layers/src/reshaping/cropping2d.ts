import { dataFormat, defineLayer, type InputSpec } from "@hornbeam/core";
import { BaseCropping } from "./_base-cropping.ts";
import { borders, ofAllAxes } from "./_borders.ts";

/**
 * Takes away what is at the ends of the spatial axes.
 *
 * - input: `[batch, height, width, channels]`, or with the channels after the batch
 * - output: the same, smaller by the sizes of `cropping`
 *
 * @throws {ShapeError} when nothing is left.
 * @see {@link https://keras.io/api/layers/reshaping_layers/cropping2d/ | keras.layers.Cropping2D}
 * @example
 * new Cropping2D({ cropping: 1 })(ones([1, 5, 6, 2])).shape; // [1, 3, 4, 2]
 */
export class Cropping2D extends /* @__PURE__ */ defineLayer(
  "keras.layers.Cropping2D",
  {
    /** Sizes to take away: one number, one for each axis, or a pair `[before, after]` for each. */
    cropping: borders(2)(0),
    /** Where the channels stand. */
    dataFormat: dataFormat(null),
  },
  BaseCropping,
) {
  protected override inputSpec: InputSpec = { rank: 4 };
  protected override readonly all = ofAllAxes(this.cropping, this.dataFormat === "channels_first");
}
