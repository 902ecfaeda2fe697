import { define, oneOf, SeedGenerator, type Tensor } from "@hornbeam/core";
import { cast, flip, lessEqual, squeeze, subtract, where } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import { movedBoxes } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { randomOptions } from "./_random-image.ts";

/**
 * Turns some images left to right, upside down, or both: each with a probability of one half.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/ | keras.layers.RandomFlip}
 * @example
 * new RandomFlip({ mode: "horizontal" })(tensor([[[1], [3]]]), { training: false }); // [[[1], [3]]]
 */
export class RandomFlip extends /* @__PURE__ */ define(
  "keras.layers.RandomFlip",
  {
    /** Which way images are turned. */
    mode: /* @__PURE__ */ oneOf("horizontal", "vertical", "horizontal_and_vertical")("horizontal_and_vertical"),
    ...randomOptions,
  },
  BaseImageLayer<Tensor | null>,
) {
  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  /** For each image whether it is turned. */
  override choose([batch = 1]: readonly number[], training: boolean): Tensor | null {
    return training ? lessEqual(random.uniform([batch, 1, 1, 1], { seed: this.generator }), 0.5) : null;
  }
  override transformImages(images: Tensor, turned: Tensor | null): Tensor {
    if (turned === null) return images;
    const [vertical, horizontal] = this.spatialAxes;
    let flipped = images;
    if (this.mode !== "vertical") flipped = flip(flipped, { axis: horizontal });
    if (this.mode !== "horizontal") flipped = flip(flipped, { axis: vertical });
    return where(turned, flipped, images);
  }
  override transformMasks(masks: Tensor, turned: Tensor | null): Tensor {
    return this.transformImages(cast(masks, this.computeDType), turned);
  }
  override transformBoxes(boxes: Boxes, turned: Tensor | null, shape: readonly number[]): Boxes {
    if (turned === null) return boxes;
    const size = this.sizeOf(shape);
    const [height, width] = size;
    const flags = squeeze(turned, -1);
    return movedBoxes(boxes, this.boundingBoxFormat!, [size, size], ([left, top, right, bottom]) => {
      const across = this.mode !== "vertical";
      const down = this.mode !== "horizontal";
      return [
        across ? where(flags, subtract(width, right), left) : left,
        down ? where(flags, subtract(height, bottom), top) : top,
        across ? where(flags, subtract(width, left), right) : right,
        down ? where(flags, subtract(height, top), bottom) : bottom,
      ];
    });
  }
}
