import { define, type Tensor } from "@hornbeam/core";
import {
  add,
  clip,
  convertToTensor,
  depthwiseConv,
  multiply,
  repeat,
  reshape,
  subtract,
  transpose,
} from "@hornbeam/ops";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Blurs or sharpens images: `x + (1 - 2f)(smooth - x)`, with `f` drawn for each image. 0.5 changes nothing.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_sharpness/ | keras.layers.RandomSharpness}
 * @example
 * new RandomSharpness({ factor: [0.5, 0.5] })(tensor([[[1], [3]]])); // [[[1], [3]]]
 */
export class RandomSharpness extends /* @__PURE__ */ define(
  "keras.layers.RandomSharpness",
  {
    /** Range of `f`, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(),
    /** The lowest and the highest value of pixels. */
    valueRange,
  },
  RandomColorLayer,
) {
  override recolor(images: Tensor): Tensor {
    const first = this.dataFormat === "channels_first";
    const last = first ? transpose(images, { axes: [0, 2, 3, 1] }) : images;
    const channels = last.shape[3]!;
    const weights = [1, 1, 1, 1, 5, 1, 1, 1, 1].map((weight) => weight / 13);
    const kernel = reshape(repeat(convertToTensor(weights), channels), [3, 3, channels, 1]);
    const smooth = depthwiseConv(last, kernel, { padding: "same" });
    const share = subtract(1, multiply(this.drawn(images, this.factor), 2));
    const sharp = clip(add(last, multiply(share, subtract(smooth, last))), ...this.valueRange);
    return first ? transpose(sharp, { axes: [0, 3, 1, 2] }) : sharp;
  }
}
