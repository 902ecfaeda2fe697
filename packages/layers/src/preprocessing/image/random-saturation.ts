import { define, type Tensor } from "@hornbeam/core";
import { add, clip, concatenate, divide, image, multiply, split, subtract } from "@hornbeam/ops";
import { RandomColorLayer, range, valueRange } from "./_random-image.ts";

/**
 * Changes how strong the colours of images are: the saturation times `f / (1 - f)`, with `f` drawn for each image.
 * 0.5 changes nothing, 0 makes grey.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_saturation/ | keras.layers.RandomSaturation}
 * @example
 * new RandomSaturation({ factor: [0, 0], valueRange: [0, 1] })(tensor([[[1, 0.5, 0]]])); // [[[1, 1, 1]]]
 */
export class RandomSaturation extends /* @__PURE__ */ define(
  "keras.layers.RandomSaturation",
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
    const factor = this.drawn(images, this.factor);
    const times = divide(factor, add(subtract(1, factor), 1e-7));
    const { dataFormat, channelAxis: axis } = this;
    const [hue, saturation, value] = split(image.rgbToHsv(images, { dataFormat }), 3, { axis }) as readonly Tensor[];
    const parts = [hue!, clip(multiply(saturation!, times), ...this.valueRange), value!];
    return image.hsvToRgb(concatenate(parts, { axis }), { dataFormat });
  }
}
