import { defineLayer, type InputSpec } from "@hornbeam/core";
import { BaseCropping } from "./_base-cropping.ts";
import { ends, ofAllAxes } from "./_borders.ts";

/**
 * Takes away what is at the ends of the spatial axes.
 *
 * - input: `[batch, steps, channels]`
 * - output: the same, smaller by the sizes of `cropping`
 *
 * @throws {ShapeError} when nothing is left.
 * @see {@link https://keras.io/api/layers/reshaping_layers/cropping1d/ | keras.layers.Cropping1D}
 * @example
 * new Cropping1D({ cropping: 1 })(ones([1, 5, 2])).shape; // [1, 3, 2]
 */
export class Cropping1D extends /* @__PURE__ */ defineLayer(
  "keras.layers.Cropping1D",
  {
    /** Sizes to take away: one number for both ends, or a pair. */
    cropping: ends(1),
  },
  BaseCropping,
) {
  protected override inputSpec: InputSpec = { rank: 3 };
  protected override readonly all = ofAllAxes([this.cropping], false);
}
