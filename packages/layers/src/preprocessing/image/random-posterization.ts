import { define, type Tensor } from "@hornbeam/core";
import { add, cast, divide, floor, full, multiply, power, subtract } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Keeps only the first bits of the values of pixels, so that there are fewer colours.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_posterization/ | keras.layers.RandomPosterization}
 * @example
 * new RandomPosterization({ factor: [4, 4] })(tensor([[[17], [255]]])); // [[[16], [240]]]
 */
export class RandomPosterization extends /* @__PURE__ */ define(
  "keras.layers.RandomPosterization",
  {
    /** Range of the number of bits that are kept, within `[1, 8]`; its upper end is not drawn. */
    factor: /* @__PURE__ */ range(1, 8)(),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  protected override readonly keepsDType = "outside of training";

  override recolor(images: Tensor): Tensor {
    const [least, most] = this.factor;
    const [low, high] = this.valueRange;
    const shape = [images.shape[0]!, 1, 1, 1];
    const bits = least === most ? full(shape, least) : random.randint(shape, least, most, { seed: this.generator });
    const step = power(2, cast(subtract(8, bits), this.computeDType));
    const bytes = floor(multiply(subtract(images, low), 255 / (high - low)));
    return add(multiply(multiply(floor(divide(bytes, step)), step), (high - low) / 255), low);
  }
}
