import { define, type Tensor } from "@hornbeam/core";
import { add, clip, mean, multiply, subtract } from "@hornbeam/ops";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Changes the contrast of images: `(x - mean) · f + mean` in each channel, with `f` drawn for each image from
 * `[1 - factor[0], 1 + factor[1]]`.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/ | keras.layers.RandomContrast}
 * @example
 * new RandomContrast({ factor: [-1, 1] })(tensor([[[1], [3]]])); // [[[0], [4]]]
 */
export class RandomContrast extends /* @__PURE__ */ define(
  "keras.layers.RandomContrast",
  {
    /** How far the contrast is lowered and raised at most, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  protected override readonly keepsDType = "outside of training";

  override recolor(images: Tensor): Tensor {
    const [low, high] = this.factor;
    const middle = mean(images, { axis: [...this.spatialAxes], keepdims: true });
    const contrast = this.drawn(images, [1 - low, 1 + high]);
    return clip(add(multiply(subtract(images, middle), contrast), middle), ...this.valueRange);
  }
}
