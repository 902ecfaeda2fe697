import { define, type Tensor } from "@hornbeam/core";
import { add, clip, divide, less, multiply, subtract, where } from "@hornbeam/ops";
import { RandomColorLayer, type Range, range, valueRange } from "./_random-image.ts";

/**
 * Adds a random number to the pixels of images, then turns those from a random threshold up into their opposites. Both
 * numbers count on the scale from 0 to 255, whatever `valueRange` is.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/solarization/ | keras.layers.Solarization}
 * @example
 * new Solarization()(tensor([[[10], [250]]])); // [[[245], [5]]]
 */
export class Solarization extends /* @__PURE__ */ define(
  "keras.layers.Solarization",
  {
    /** Range of what is added, within `[0, 1]`; its upper end counts 255 times. */
    additionFactor: /* @__PURE__ */ range(0, 1, { whole: true })(0),
    /** Range of the threshold, within `[0, 1]`; its upper end counts 255 times. */
    thresholdFactor: /* @__PURE__ */ range(0, 1, { whole: true })(0),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  override recolor(images: Tensor): Tensor {
    const [low, high] = this.valueRange;
    const bytes = multiply(subtract(images, low), 255 / (high - low));
    const lighter = clip(add(bytes, this.drawn(images, scaled(this.additionFactor))), 0, 255);
    const below = less(lighter, this.drawn(images, scaled(this.thresholdFactor)));
    return add(divide(multiply(where(below, lighter, subtract(255, lighter)), high - low), 255), low);
  }
}

/** Keras scales the upper end of a range alone. */
function scaled([low, high]: Range): Range {
  return [low, high * 255];
}
