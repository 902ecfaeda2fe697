import { boolean, define, nonNegativeInteger, positiveInteger, positiveNumber, type Tensor } from "@hornbeam/core";
import { add, clip, divide, getItem, multiply, subtract, sum } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { AugmentationsLayer, augmented, augmentedMasks, type Step } from "./_augmentations.ts";
import { range } from "./_random-image.ts";

interface Chains {
  readonly chains: readonly (readonly Step[])[];
  /** The share of each chain, `[chains]`. */
  readonly shares: Tensor;
  /** The share of the images as they came. */
  readonly kept: Tensor;
}

/**
 * Blends images with several versions of themselves, each made by a chain of layers that are drawn for the whole batch:
 * `w · image + (1 - w) · Σ wᵢ · chainᵢ(image)`, with `w` of a beta distribution and `wᵢ` of a Dirichlet distribution.
 *
 * - input: `[batch, height, width, channels]` or one image, or a record with `images`, `bounding_boxes` and `segmentation_masks`
 * - output: the shape of the input, float32; masks are blended as well, boxes stay where they are
 *
 * @see {@link https://arxiv.org/abs/1912.02781 | Hendrycks et al., 2020}
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/aug_mix/ | keras.layers.AugMix}
 * @example
 * new AugMix({ numChains: 2, chainDepth: 2 })(ones([2, 8, 8, 3])).shape; // [2, 8, 8, 3]
 */
export class AugMix extends /* @__PURE__ */ define(
  "keras.layers.AugMix",
  {
    /** How many versions are blended. */
    numChains: /* @__PURE__ */ positiveInteger(3),
    /** How many layers make a version, at most. */
    chainDepth: /* @__PURE__ */ nonNegativeInteger(3),
    /** Range of the strength of each change, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(0.3),
    /** The parameter of both distributions. */
    alpha: /* @__PURE__ */ positiveNumber(1),
    /** Whether brightness, contrast, colourfulness and sharpness are changed as well. */
    allOps: /* @__PURE__ */ boolean(true),
  },
  AugmentationsLayer<Chains>,
) {
  protected override get changesColors(): boolean {
    return this.allOps;
  }
  protected override plan(shape: readonly number[]): Chains {
    const seed = this.generator;
    const parts = random.gamma([this.numChains], this.alpha, { seed });
    const kept = random.beta([], this.alpha, this.alpha, { seed });
    const chain = (): Step[] => Array.from({ length: this.chainDepth }).flatMap(() => this.drawn(1, shape, true));
    const chains = Array.from({ length: this.numChains }, chain);
    return { chains, kept, shares: divide(parts, sum(parts)) };
  }
  override transformImages(images: Tensor, plan: Chains | null): Tensor {
    return plan ? clip(blended(images, plan, augmented), ...this.valueRange) : images;
  }
  override transformMasks(masks: Tensor, plan: Chains | null): Tensor {
    return plan ? blended(masks, plan, augmentedMasks) : masks;
  }
}

function blended(
  x: Tensor,
  { chains, shares, kept }: Chains,
  change: (x: Tensor, steps: readonly Step[]) => Tensor,
): Tensor {
  const versions = chains.map((steps, i) => multiply(change(x, steps), getItem(shares, [i])));
  const changed = versions.reduce((all, one) => add(all, one));
  return add(multiply(kept, x), multiply(subtract(1, kept), changed));
}
