import { define, fraction, nonNegativeInteger, nullable, type Tensor } from "@hornbeam/core";
import { image, less, where } from "@hornbeam/ops";
import { RandomColorLayer } from "./_random-image.ts";

/**
 * Makes some images grey.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_grayscale/ | keras.layers.RandomGrayscale}
 * @example
 * new RandomGrayscale({ factor: 1 })(tensor([[[100, 0, 0]]])); // [[[29.89, 29.89, 29.89]]]
 */
export class RandomGrayscale extends /* @__PURE__ */ define(
  "keras.layers.RandomGrayscale",
  {
    /** Probability, in `[0, 1]`. */
    factor: /* @__PURE__ */ fraction(0.5),
    /** Makes the choices reproducible. */
    seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null, { unwritten: true }),
  },
  RandomColorLayer,
) {
  protected override readonly keepsDType = true;

  override recolor(images: Tensor): Tensor {
    const chosen = less(this.drawn(images, [0, 1]), this.factor);
    return where(chosen, image.rgbToGrayscale(images, { dataFormat: this.dataFormat }), images);
  }
}
