import {
  define,
  type MakeOption,
  nonNegativeInteger,
  nullable,
  oneOf,
  option,
  SeedGenerator,
  type Tensor,
} from "@hornbeam/core";
import { less } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";

export type Range = readonly [number, number];

/**
 * A range: two numbers, or one for the range from its opposite (or the lower bound) up to it. As in Keras, two numbers need
 * only overlap the bounds, unless the whole range must be within.
 */
export function range(lowest: number, highest: number, { whole = false } = {}): MakeOption<Range, number | Range> {
  const expects = `a number (or a list of two numbers) in the range [${lowest}, ${highest}]`;
  return option<Range, number | Range>(expects, (given) => {
    if (typeof given === "number" && given >= lowest && given <= highest)
      return [Math.max(-Math.abs(given), lowest), Math.abs(given)];
    if (!Array.isArray(given) || given.length !== 2 || !given.every(Number.isFinite)) return undefined;
    const [low, high] = given[0] <= given[1] ? given : [given[1], given[0]];
    const fits = whole ? low >= lowest && high <= highest : low <= highest && high >= lowest;
    return fits ? [low, high] : undefined;
  });
}

/** Two numbers, the lesser first. */
const pair = /* @__PURE__ */ option<Range>("a list of two numbers, the lesser first", (given) =>
  Array.isArray(given) && given.length === 2 && given.every(Number.isFinite) && given[0] <= given[1]
    ? [given[0], given[1]]
    : undefined,
);
/** The lowest and the highest value of pixels. */
export const valueRange = /* @__PURE__ */ pair([0, 255]);
/** The same, whichever of the two stands first. */
export const sortedValueRange = /* @__PURE__ */ option<Range>("a list of two numbers", (given) =>
  Array.isArray(given) && given.length === 2 && given.every(Number.isFinite)
    ? [Math.min(...given), Math.max(...given)]
    : undefined,
)([0, 255]);

export const randomOptions = {
  /** Makes the choices reproducible. */
  seed: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
};

/** Parent of the layers that change the colours of images at random: labels, boxes and masks stay as they are. */
export abstract class RandomColorLayer extends /* @__PURE__ */ define(
  "RandomColorLayer",
  randomOptions,
  BaseImageLayer<null>,
) {
  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });

  /** A batch of images in other colours. */
  abstract recolor(images: Tensor): Tensor;

  override choose(): null {
    return null;
  }
  override transformImages(images: Tensor, _choice: null, training: boolean): Tensor {
    return training ? this.recolor(images) : images;
  }

  /** One number for each image, evenly spread over a range: `[batch, 1, 1, 1]`. */
  protected drawn(images: Tensor, [minval, maxval]: Range): Tensor {
    return random.uniform([images.shape[0]!, 1, 1, 1], { minval, maxval, seed: this.generator });
  }
  /** For each image, whether something happens whose probability is drawn from a range. */
  protected happens(images: Tensor, probability: Range): Tensor {
    const limit = this.drawn(images, probability);
    return less(this.drawn(images, [0, 1]), limit);
  }
}

/** One of the words that say what lies beyond the edges of an image. */
export const fillMode = /* @__PURE__ */ oneOf("reflect", "wrap", "constant", "nearest");
/** How values between pixels are found. */
export const interpolation = /* @__PURE__ */ oneOf("nearest", "bilinear");
