import { define, refusal, SeedGenerator, StateError, type Tensor } from "@hornbeam/core";
import {
  add,
  arange,
  cast,
  divide,
  greaterEqual,
  less,
  logicalAnd,
  multiply,
  reshape,
  sqrt,
  subtract,
  take,
  where,
} from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import { type Mixture, mixedLabels } from "./_mixing.ts";
import type { Boxes } from "./_pictures.ts";
import { randomOptions, range } from "./_random-image.ts";

/** Where the other image is seen, besides the shares of the labels. */
interface Patches extends Mixture {
  readonly inside: Tensor;
}

/**
 * Puts a rectangle of another image of the batch into each image. Labels are mixed by the area that is left of each, and
 * masks are cut as the images are.
 *
 * - input: `[batch, height, width, channels]`, or a record with `images`, `labels` (`[batch, classes]`) and masks
 * - output: the shape of the input, float32
 *
 * @throws {StateError} when there are bounding boxes.
 * @see {@link https://arxiv.org/abs/1905.04899 | Yun et al., 2019}
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/cut_mix/ | keras.layers.CutMix}
 * @example
 * const { images, labels } = new CutMix()({ images: ones([2, 4, 4, 3]), labels: tensor([[1, 0], [1, 0]]) });
 * images.shape; // [2, 4, 4, 3]
 * labels; // [[1, 0], [1, 0]]
 */
export class CutMix extends /* @__PURE__ */ define(
  "keras.layers.CutMix",
  {
    /** Range of both parameters of the beta distribution of which the areas are drawn, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(1),
    ...randomOptions,
  },
  BaseImageLayer<Patches | null>,
) {
  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  override choose(shape: readonly number[], training: boolean): Patches | null {
    if (!training) return null;
    const batch = shape[0]!;
    const seed = this.generator;
    const [minval, maxval] = this.factor;
    const alpha = add(random.uniform([], { minval, maxval, seed }), 1e-6);
    const side = sqrt(subtract(1, random.beta([batch], alpha, alpha, { seed })));
    const [across, down] = [...this.spatialAxes].reverse().map((axis) => this.#span(shape, axis, side)) as [Span, Span];
    const area = divide(multiply(across.length, down.length), shape[across.axis]! * shape[down.axis]!);
    const order = random.shuffle(arange(batch), { seed });
    return { order, weight: subtract(1, area), inside: logicalAnd(across.inside, down.inside) };
  }
  /** A stretch of an axis for each image, whose length is a share of it. */
  #span(shape: readonly number[], axis: number, side: Tensor): Span {
    const [batch, size] = [shape[0]!, shape[axis]!];
    const length = multiply(side, size);
    const start = multiply(random.uniform([batch], { seed: this.generator }), subtract(size, length));
    const each = (x: Tensor): Tensor => reshape(x, [batch, 1, 1, 1]);
    const place = reshape(arange(size), [1, 1, 1, 1].with(axis, size));
    const [from, to] = [each(start), each(add(start, length))];
    return { axis, length, inside: logicalAnd(greaterEqual(place, from), less(place, to)) };
  }

  override transformImages(images: Tensor, patches: Patches | null): Tensor {
    return patches ? where(patches.inside, take(images, patches.order, { axis: 0 }), images) : images;
  }
  override transformMasks(masks: Tensor, patches: Patches | null): Tensor {
    return this.transformImages(cast(masks, this.computeDType), patches);
  }
  override transformLabels(labels: Tensor, patches: Patches | null): Tensor {
    return patches ? mixedLabels(this[Symbol.toStringTag], labels, patches) : labels;
  }
  override transformBoxes(): Boxes {
    const expected = "there must be no bounding boxes, which a rectangle may cut";
    throw refusal(StateError, { action: `call ${this[Symbol.toStringTag]}`, expected });
  }
}

interface Span {
  readonly axis: number;
  readonly length: Tensor;
  readonly inside: Tensor;
}
