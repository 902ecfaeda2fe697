import { define, type Tensor } from "@hornbeam/core";
import {
  add,
  cast,
  clip,
  concatenate,
  divide,
  greater,
  image,
  less,
  multiply,
  split,
  subtract,
  where,
} from "@hornbeam/ops";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Turns the hues of images by up to half of the circle, either way: by `f / 2`, with `f` drawn for each image.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_hue/ | keras.layers.RandomHue}
 * @example
 * new RandomHue({ factor: [1, 1], valueRange: [0, 1] })(tensor([[[1, 0, 0]]])); // [[[0, 1, 1]]]
 */
export class RandomHue extends /* @__PURE__ */ define(
  "keras.layers.RandomHue",
  {
    /** Range of `f`, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  protected override readonly keepsDType = "outside of training";

  override recolor(images: Tensor): Tensor {
    const [low, high] = this.valueRange;
    const backwards = greater(this.drawn(images, [0, 1]), 0.5);
    const turn = multiply(this.drawn(images, this.factor), where(backwards, -0.5, 0.5));
    const { dataFormat } = this;
    const colors = image.rgbToHsv(divide(subtract(images, low), high - low), { dataFormat });
    const [hue, saturation, value] = split(colors, 3, { axis: this.channelAxis }) as readonly Tensor[];
    const turned = add(hue!, turn);
    const whole = where(greater(turned, 1), -1, where(less(turned, 0), 1, 0));
    const parts = [add(turned, cast(whole, this.computeDType)), saturation!, value!];
    const changed = image.hsvToRgb(concatenate(parts, { axis: this.channelAxis }), { dataFormat });
    return add(multiply(clip(changed, 0, 1), high - low), low);
  }
}
