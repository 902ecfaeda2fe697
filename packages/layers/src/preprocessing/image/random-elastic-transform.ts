import { define, number, oneOf, refusal, SeedGenerator, StateError, type Tensor } from "@hornbeam/core";
import { cast, clip, image, less, multiply, reshape, where } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import type { Boxes } from "./_pictures.ts";
import { interpolation, randomOptions, range, valueRange } from "./_random-image.ts";

interface Distortion {
  /** Whether each image is changed, `[batch]`. */
  readonly seen: Tensor;
  /** One number, for the whole batch. */
  readonly strength: Tensor;
  /** What images and their masks are distorted by alike: the key of a draw. */
  readonly key: Tensor;
}

/**
 * Distorts some images as if they were drawn on rubber: each pixel is taken from a place nearby, by a smooth random field.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `labels` and `segmentation_masks`
 * - output: the shape of the input, float32
 *
 * @throws {StateError} when there are bounding boxes.
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_elastic_transform/ | keras.layers.RandomElasticTransform};
 *   differs from it in that masks are distorted as their images are
 * @example
 * new RandomElasticTransform({ scale: 0.5 })(ones([1, 6, 6, 3])).shape; // [1, 6, 6, 3]
 */
export class RandomElasticTransform extends /* @__PURE__ */ define(
  "keras.layers.RandomElasticTransform",
  {
    /** Range of the probability, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(1),
    /** Range of the strength, drawn once a batch, within `[0, 1]`: pixels move by about a tenth of it of the longer side. */
    scale: /* @__PURE__ */ range(0, 1)(1),
    /** How values between pixels are found; masks take the nearest. */
    interpolation: /* @__PURE__ */ interpolation("bilinear"),
    /** What lies beyond the edges. */
    fillMode: /* @__PURE__ */ oneOf("constant", "nearest", "wrap", "mirror", "reflect")("reflect"),
    /** The value beyond the edges with `fillMode: "constant"`. */
    fillValue: /* @__PURE__ */ number(0),
    /** The lowest and the highest value of pixels. */
    valueRange,
    ...randomOptions,
  },
  BaseImageLayer<Distortion | null>,
) {
  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  override choose([batch = 1]: readonly number[], training: boolean): Distortion | null {
    if (!training || this.scale[1] === 0 || this.factor[1] === 0) return null;
    const draw = (shape: readonly number[], [minval, maxval]: readonly [number, number]): Tensor =>
      random.uniform(shape, { minval, maxval, seed: this.generator });
    const seen = less(draw([batch], [0, 1]), draw([batch], this.factor));
    const strength = draw([], this.scale);
    return { seen, strength, key: random.randint([2], -(2 ** 31), 2 ** 31, { seed: this.generator }) };
  }

  override transformImages(images: Tensor, distortion: Distortion | null): Tensor {
    return distortion ? this.#distorted(images, distortion, this.interpolation) : images;
  }
  override transformMasks(masks: Tensor, distortion: Distortion | null): Tensor {
    return distortion ? this.#distorted(cast(masks, this.computeDType), distortion, "nearest") : masks;
  }
  override transformBoxes(boxes: Boxes, distortion: Distortion | null): Boxes {
    if (distortion === null) return boxes;
    const expected = "there must be no bounding boxes, which do not stay boxes";
    throw refusal(StateError, { action: `call ${this[Symbol.toStringTag]}`, expected });
  }
  #distorted(images: Tensor, { seen, strength, key }: Distortion, by: "nearest" | "bilinear"): Tensor {
    const { fillMode, fillValue, dataFormat } = this;
    const size = this.sizeOf(images.shape);
    const smooth = Math.min(...size) * 0.05;
    const options = {
      alpha: multiply(strength, Math.max(...size) * 0.1),
      sigma: { value: multiply(strength, smooth), atMost: smooth * this.scale[1] },
      interpolation: by,
      fillMode: fillMode as "reflect", // the op has the last word on `mirror`
      fillValue,
      seed: key,
      dataFormat,
    };
    const changed = where(reshape(seen, [-1, 1, 1, 1]), image.elasticTransform(images, options), images);
    return clip(changed, ...this.valueRange);
  }
}
