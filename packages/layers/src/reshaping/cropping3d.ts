import { dataFormat, defineLayer, type InputSpec } from "@hornbeam/core";
import { BaseCropping } from "./_base-cropping.ts";
import { borders, ofAllAxes } from "./_borders.ts";

/**
 * Takes away what is at the ends of the spatial axes.
 *
 * - input: `[batch, depth, height, width, channels]`, or with the channels after the batch
 * - output: the same, smaller by the sizes of `cropping`
 *
 * @throws {ShapeError} when nothing is left.
 * @see {@link https://keras.io/api/layers/reshaping_layers/cropping3d/ | keras.layers.Cropping3D}
 * @example
 * new Cropping3D({ cropping: 1 })(ones([1, 5, 6, 7, 2])).shape; // [1, 3, 4, 5, 2]
 */
export class Cropping3D extends /* @__PURE__ */ defineLayer(
  "keras.layers.Cropping3D",
  {
    /** Sizes to take away: one number, one for each axis, or a pair `[before, after]` for each. */
    cropping: borders(3)(1),
    /** Where the channels stand. */
    dataFormat: dataFormat(null),
  },
  BaseCropping,
) {
  protected override inputSpec: InputSpec = { rank: 5 };
  protected override readonly all = ofAllAxes(this.cropping, this.dataFormat === "channels_first");
}
