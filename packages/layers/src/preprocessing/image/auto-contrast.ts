import { define, type Tensor } from "@hornbeam/core";
import { add, clip, divide, equal, max, min, multiply, subtract, where } from "@hornbeam/ops";
import { BaseImageLayer } from "./_base-image.ts";
import { sortedValueRange } from "./_random-image.ts";

/**
 * Stretches each channel of each image over the whole range of values: its darkest pixel becomes the lowest value, its
 * brightest the highest. Channels of one value stay as they are. Not random, and the same outside of training.
 *
 * Where channels come first, it is the columns that are told apart and not the channels, as in Keras.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/auto_contrast/ | keras.layers.AutoContrast}
 * @example
 * new AutoContrast()(tensor([[[10], [20], [30]]])); // [[[0], [127.5], [255]]]
 */
export class AutoContrast extends /* @__PURE__ */ define(
  "keras.layers.AutoContrast",
  {
    /** The lowest and the highest value of pixels. */
    valueRange: sortedValueRange,
  },
  BaseImageLayer<null>,
) {
  override choose(): null {
    return null;
  }
  override transformImages(images: Tensor): Tensor {
    const [lowest, highest] = this.valueRange;
    const over = { axis: [-3, -2], keepdims: true };
    const [low, high] = [min(images, over), max(images, over)];
    const stretched = add(multiply(divide(subtract(images, low), subtract(high, low)), highest - lowest), lowest);
    return where(equal(low, high), images, clip(stretched, lowest, highest));
  }
}
