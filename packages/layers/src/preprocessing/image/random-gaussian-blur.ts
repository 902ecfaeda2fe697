import { define, option, type Tensor } from "@hornbeam/core";
import { add, clip, image, where } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { RandomColorLayer, type Range, range, valueRange } from "./_random-image.ts";

const oddSizes = /* @__PURE__ */ option<Range, number | Range>("an odd integer or a list of two", (given) => {
  const sizes = Array.isArray(given) ? given : [given, given];
  const fits = sizes.length === 2 && sizes.every((size) => Number.isSafeInteger(size) && size > 0 && size % 2 === 1);
  return fits ? [sizes[0], sizes[1]] : undefined;
});

/**
 * Blurs some images by a Gaussian of random width.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_gaussian_blur/ | keras.layers.RandomGaussianBlur}
 * @example
 * new RandomGaussianBlur({ factor: [0, 0] })(tensor([[[1], [3]]])); // [[[1], [3]]]
 */
export class RandomGaussianBlur extends /* @__PURE__ */ define(
  "keras.layers.RandomGaussianBlur",
  {
    /** Range of the probability, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(1),
    /** Height and width of what is averaged, pixels. */
    kernelSize: /* @__PURE__ */ oddSizes(3),
    /** Range of the standard deviation, pixels, within `[0, 1]`. */
    sigma: /* @__PURE__ */ range(0, 1)(1),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  override recolor(images: Tensor): Tensor {
    const [minval, maxval] = this.sigma;
    const sigma = add(random.uniform([2], { minval, maxval, seed: this.generator }), 1e-6);
    const { kernelSize, dataFormat } = this;
    const options = { kernelSize, sigma, dataFormat };
    const blurred = where(this.happens(images, this.factor), image.gaussianBlur(images, options), images);
    return clip(blurred, ...this.valueRange);
  }
}
