import { define, option, type Tensor } from "@hornbeam/core";
import { clip, convertToTensor, depthwiseConv, repeat, reshape, transpose, where } from "@hornbeam/ops";
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
    const first = this.dataFormat === "channels_first";
    const last = first ? transpose(images, { axes: [0, 2, 3, 1] }) : images;
    const smooth = depthwiseConv(last, this.#kernel(last.shape[3]!), { padding: "same" });
    const blurred = where(this.happens(images, this.factor), smooth, last);
    const clipped = clip(blurred, ...this.valueRange);
    return first ? transpose(clipped, { axes: [0, 3, 1, 2] }) : clipped;
  }
  /** `[height, width, channels, 1]`, of one width a batch. */
  #kernel(channels: number): Tensor {
    const [minval, maxval] = this.sigma;
    const [sigmaX = 1, sigmaY = 1] = random.uniform([2], { minval, maxval, seed: this.generator }).dataSync();
    const [height, width] = this.kernelSize;
    const [down, across] = [gaussian(height, sigmaY + 1e-6), gaussian(width, sigmaX + 1e-6)];
    const weights = down.flatMap((y) => across.map((x) => x * y));
    return reshape(repeat(convertToTensor(weights), channels), [height, width, channels, 1]);
  }
}

/** A bell curve of a width over some pixels, whose sum is 1. */
function gaussian(size: number, sigma: number): number[] {
  const values = Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - (size - 1) / 2) / sigma) ** 2));
  const sum = values.reduce((all, value) => all + value, 0);
  return values.map((value) => value / sum);
}
