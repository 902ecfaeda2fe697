import { define, type Tensor } from "@hornbeam/core";
import { subtract, where } from "@hornbeam/ops";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Turns the colours of some images into their opposites: `valueRange[1] - x`.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_invert/ | keras.layers.RandomInvert}
 * @example
 * new RandomInvert({ factor: [1, 1] })(ones([1, 1, 2])); // [[[254, 254]]]
 */
export class RandomInvert extends /* @__PURE__ */ define(
  "keras.layers.RandomInvert",
  {
    /** Range of the probability, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(1),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  protected override readonly keepsDType = "outside of training";

  override recolor(images: Tensor): Tensor {
    return where(this.happens(images, this.factor), subtract(this.valueRange[1], images), images);
  }
}
