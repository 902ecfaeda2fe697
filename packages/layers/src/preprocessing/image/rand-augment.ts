import { define, nonNegativeInteger, type Tensor } from "@hornbeam/core";
import { AugmentationsLayer, augmented, augmentedBoxes, augmentedMasks, type Step } from "./_augmentations.ts";
import type { Boxes } from "./_pictures.ts";
import { range } from "./_random-image.ts";

/**
 * Changes images by a few layers that are drawn for the whole batch from eleven: shear, translation, rotation, brightness,
 * colour degeneration, contrast, sharpness, posterization, solarization, auto contrast and equalization.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32; boxes and masks move with their images
 *
 * @see {@link https://arxiv.org/abs/1909.13719 | Cubuk et al., 2019}
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/rand_augment/ | keras.layers.RandAugment}; differs from
 *   it in that boxes are moved in the order in which images are changed
 * @example
 * new RandAugment({ numOps: 3, factor: 0.2 })(ones([2, 8, 8, 3])).shape; // [2, 8, 8, 3]
 */
export class RandAugment extends /* @__PURE__ */ define(
  "keras.layers.RandAugment",
  {
    /** How many layers change an image. */
    numOps: /* @__PURE__ */ nonNegativeInteger(2),
    /** Range of the strength of each change, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(0.5),
  },
  AugmentationsLayer<readonly Step[]>,
) {
  protected override plan(shape: readonly number[]): readonly Step[] {
    return this.drawn(this.numOps, shape);
  }
  override transformImages(images: Tensor, steps: readonly Step[] | null): Tensor {
    return augmented(images, steps ?? []);
  }
  override transformMasks(masks: Tensor, steps: readonly Step[] | null): Tensor {
    return augmentedMasks(masks, steps ?? []);
  }
  override transformBoxes(boxes: Boxes, steps: readonly Step[] | null, shape: readonly number[]): Boxes {
    return augmentedBoxes(boxes, steps ?? [], shape);
  }
}
