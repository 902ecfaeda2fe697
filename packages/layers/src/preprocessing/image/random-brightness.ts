import { type DType, define, type Tensor } from "@hornbeam/core";
import { add, cast, clip, multiply } from "@hornbeam/ops";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Makes images lighter or darker: adds to each one number, which is drawn from `factor` and counts as a share of
 * `valueRange`.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/ | keras.layers.RandomBrightness}
 * @example
 * new RandomBrightness({ factor: [0.1, 0.1] })(ones([1, 1, 2])); // [[[26.5, 26.5]]]
 */
export class RandomBrightness extends /* @__PURE__ */ define(
  "keras.layers.RandomBrightness",
  {
    /** Range of the share that is added, within `[-1, 1]`. */
    factor: /* @__PURE__ */ range(-1, 1)(),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  protected override readonly keepsDType = true;

  override recolor(images: Tensor): Tensor {
    const [low, high] = this.valueRange;
    const lighter = cast(multiply(this.drawn(images, this.factor), high - low), images.dtype as DType);
    return clip(add(images, lighter), low, high);
  }
}
