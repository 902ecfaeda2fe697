import { define, positiveNumber, SeedGenerator, type Tensor } from "@hornbeam/core";
import { arange, concatenate, take } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import { type Mixture, mixed, mixedLabels } from "./_mixing.ts";
import type { Boxes } from "./_pictures.ts";
import { randomOptions } from "./_random-image.ts";

/**
 * Blends each image with another of its batch, `w · image + (1 - w) · other`, and labels and masks alike; boxes are those
 * of both. Weights `w` are drawn from a beta distribution.
 *
 * - input: `[batch, height, width, channels]`, or a record with `images`, `labels` (`[batch, classes]`) and more
 * - output: the shape of the input, float32
 *
 * @see {@link https://arxiv.org/abs/1710.09412 | Zhang et al., 2018}
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/mix_up/ | keras.layers.MixUp}; differs from
 *   it in that masks and the labels of boxes are mixed image by image
 * @example
 * const { images, labels } = new MixUp()({ images: ones([2, 4, 4, 3]), labels: tensor([[1, 0], [1, 0]]) });
 * images.shape; // [2, 4, 4, 3]
 * labels; // [[1, 0], [1, 0]]
 */
export class MixUp extends /* @__PURE__ */ define(
  "keras.layers.MixUp",
  {
    /** Both parameters of the beta distribution: below 1, one of the two images mostly prevails. */
    alpha: /* @__PURE__ */ positiveNumber(0.2),
    ...randomOptions,
  },
  BaseImageLayer<Mixture | null>,
) {
  protected override readonly keepsDType = "outside of training";

  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  override choose([batch = 1]: readonly number[], training: boolean): Mixture | null {
    if (!training) return null;
    const order = random.shuffle(arange(batch), { seed: this.generator });
    return { order, weight: random.beta([batch], this.alpha, this.alpha, { seed: this.generator }) };
  }
  override transformImages(images: Tensor, mixture: Mixture | null): Tensor {
    return mixture ? mixed(images, mixture) : images;
  }
  override transformLabels(labels: Tensor, mixture: Mixture | null): Tensor {
    return mixture ? mixedLabels(this[Symbol.toStringTag], labels, mixture) : labels;
  }
  override transformMasks(masks: Tensor, mixture: Mixture | null): Tensor {
    return mixture ? mixed(masks, mixture) : masks;
  }
  override transformBoxes(given: Boxes, mixture: Mixture | null): Boxes {
    if (!mixture) return given;
    const both = (x: Tensor): Tensor => concatenate([x, take(x, mixture.order, { axis: 0 })], { axis: 1 });
    return { boxes: both(given.boxes), labels: both(given.labels) };
  }
}
