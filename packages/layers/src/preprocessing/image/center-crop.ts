import { define, positiveInteger, type Shape, type Tensor } from "@hornbeam/core";
import { cast, image } from "@hornbeam/ops";
import { BaseImageLayer } from "./_base-image.ts";
import type { ImageSize } from "./_boxes.ts";
import type { Boxes } from "./_pictures.ts";
import { cropped, croppedBoxes, middleOf, resizedShape, type Window } from "./_windows.ts";

/**
 * Cuts out the middle of images. Of an image that is too small, the largest part in the middle that has the wanted
 * proportions is blown up. Not random, and the same outside of training.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the same with the new height and width, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/ | keras.layers.CenterCrop}
 * @example
 * new CenterCrop({ height: 1, width: 1 })(tensor([[[1], [2], [3]]])); // [[[2]]]
 */
export class CenterCrop extends /* @__PURE__ */ define(
  "keras.layers.CenterCrop",
  {
    /** Height of the part, pixels. */
    height: /* @__PURE__ */ positiveInteger(),
    /** Width of the part, pixels. */
    width: /* @__PURE__ */ positiveInteger(),
  },
  BaseImageLayer<Window>,
) {
  override choose(shape: readonly number[]): Window {
    const [height, width] = this.sizeOf(shape);
    const [down, across] = [height - this.height, width - this.width];
    if (down < 0 || across < 0) return middleOf([height, width], this.#size);
    return { top: Math.floor(down / 2), left: Math.floor(across / 2), size: this.#size };
  }
  override transformImages(images: Tensor, window: Window): Tensor {
    const part = cropped(images, this.spatialAxes, window);
    if (window.size[0] === this.height && window.size[1] === this.width) return part;
    return image.resize(part, this.#size, { dataFormat: this.dataFormat });
  }
  override transformMasks(masks: Tensor, window: Window): Tensor {
    return this.transformImages(cast(masks, this.computeDType), window);
  }
  override transformBoxes(boxes: Boxes, window: Window, shape: readonly number[]): Boxes {
    return croppedBoxes(boxes, this.boundingBoxFormat!, [this.sizeOf(shape), this.#size], window);
  }
  get #size(): ImageSize {
    return [this.height, this.width];
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return resizedShape(inputShape, this);
  }
}
