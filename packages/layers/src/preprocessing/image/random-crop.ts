import { define, positiveInteger, SeedGenerator, type Shape, type Tensor } from "@hornbeam/core";
import { cast, image } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import type { ImageSize } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { randomOptions } from "./_random-image.ts";
import { cropped, croppedBoxes, middleOf, resizedShape, type Window } from "./_windows.ts";

/**
 * Cuts a part out of images, at one place that is drawn for the whole batch. Images that are not larger than the part both
 * ways are cut in their middle, as far as they reach, and resized to it.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the same with the new height and width, float32; outside of training, the input
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop/ | keras.layers.RandomCrop}; differs
 *   from it in that boxes are moved by the column and the row of the part, which Keras confuses, and resized with it
 * @example
 * new RandomCrop({ height: 2, width: 2 })(ones([1, 4, 4, 3])).shape; // [1, 2, 2, 3]
 */
export class RandomCrop extends /* @__PURE__ */ define(
  "keras.layers.RandomCrop",
  {
    /** Height of the part, pixels. */
    height: /* @__PURE__ */ positiveInteger(),
    /** Width of the part, pixels. */
    width: /* @__PURE__ */ positiveInteger(),
    ...randomOptions,
  },
  BaseImageLayer<Window | null>,
) {
  protected override readonly keepsDType = "outside of training";

  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  override choose(shape: readonly number[], training: boolean): Window | null {
    if (!training) return null;
    const [height, width] = this.sizeOf(shape);
    if (height > this.height && width > this.width) {
      const [top, left] = [this.#below(height - this.height + 1), this.#below(width - this.width + 1)];
      return { top, left, size: this.#size };
    }
    const { top, left } = middleOf([height, width], this.#size);
    return { top, left, size: [Math.min(this.height, height - top), Math.min(this.width, width - left)] };
  }
  #below(count: number): Tensor {
    return random.randint([], 0, count, { seed: this.generator });
  }
  override transformImages(images: Tensor, window: Window | null): Tensor {
    if (window === null) return images;
    const part = cropped(images, this.spatialAxes, window);
    if (window.size[0] === this.height && window.size[1] === this.width) return part;
    return image.resize(part, this.#size, { dataFormat: this.dataFormat });
  }
  override transformMasks(masks: Tensor, window: Window | null): Tensor {
    return this.transformImages(cast(masks, this.computeDType), window);
  }
  override transformBoxes(boxes: Boxes, window: Window | null, shape: readonly number[]): Boxes {
    if (window === null) return boxes;
    return croppedBoxes(boxes, this.boundingBoxFormat!, [this.sizeOf(shape), this.#size], window);
  }
  get #size(): ImageSize {
    return [this.height, this.width];
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return resizedShape(inputShape, this);
  }
}
