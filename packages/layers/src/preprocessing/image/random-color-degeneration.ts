import { define, type Tensor } from "@hornbeam/core";
import { add, clip, image, multiply, subtract } from "@hornbeam/ops";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Takes colour out of images: `x + f (grey - x)`, with `f` drawn for each image. 1 makes grey.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_degeneration/ | keras.layers.RandomColorDegeneration}
 * @example
 * new RandomColorDegeneration({ factor: [1, 1] })(tensor([[[100, 0, 0]]])); // [[[29.89, 29.89, 29.89]]]
 */
export class RandomColorDegeneration extends /* @__PURE__ */ define(
  "keras.layers.RandomColorDegeneration",
  {
    /** Range of `f`, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(-1, 1)(),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  protected override readonly keepsDType = "outside of training";

  override recolor(images: Tensor): Tensor {
    const grey = image.rgbToGrayscale(images, { dataFormat: this.dataFormat });
    const away = multiply(this.drawn(images, this.factor), subtract(grey, images));
    return clip(add(images, away), ...this.valueRange);
  }
}
