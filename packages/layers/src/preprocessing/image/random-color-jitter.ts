import { define, type MakeOption, nullable, option, type Tensor } from "@hornbeam/core";
import { RandomColorLayer, type Range, range, valueRange } from "./_random-image.ts";
import { RandomBrightness } from "./random-brightness.ts";
import { RandomContrast } from "./random-contrast.ts";
import { RandomHue } from "./random-hue.ts";
import { RandomSaturation } from "./random-saturation.ts";

/** What one of the layers inside takes, written as it was given. */
function factor(lowest: number, highest: number): MakeOption<number | Range | null> {
  const inner = range(lowest, highest)();
  return nullable(
    option<number | Range>(inner.expects, (given) => (inner.read(given) === undefined ? undefined : (given as Range))),
  );
}

/**
 * Changes brightness, contrast, saturation and hue of images at random, one after the other.
 *
 * - input: `[batch, height, width, 3]` or one image, or a record with `images`
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_color_jitter/ | keras.layers.RandomColorJitter}
 * @example
 * new RandomColorJitter({ brightnessFactor: [0.1, 0.1] })(ones([1, 1, 3])); // [[[26.5, 26.5, 26.5]]]
 */
export class RandomColorJitter extends /* @__PURE__ */ define(
  "keras.layers.RandomColorJitter",
  {
    /** The lowest and the highest value of pixels. */
    valueRange,
    /** As that of `RandomBrightness`; null: left alone. */
    brightnessFactor: /* @__PURE__ */ factor(-1, 1)(null),
    /** As that of `RandomContrast`; null: left alone. */
    contrastFactor: /* @__PURE__ */ factor(0, 1)(null),
    /** As that of `RandomSaturation`; null: left alone. */
    saturationFactor: /* @__PURE__ */ factor(-1, 1)(null),
    /** As that of `RandomHue`; null: left alone. */
    hueFactor: /* @__PURE__ */ factor(0, 1)(null),
  },
  RandomColorLayer,
) {
  readonly randomBrightness: RandomColorLayer | null = this.#part(RandomBrightness, this.brightnessFactor);
  readonly randomContrast: RandomColorLayer | null = this.#part(RandomContrast, this.contrastFactor);
  readonly randomSaturation: RandomColorLayer | null = this.#part(RandomSaturation, this.saturationFactor);
  readonly randomHue: RandomColorLayer | null = this.#part(RandomHue, this.hueFactor);

  #part<F>(Class: new (options: PartOptions<F>) => RandomColorLayer, factor: F | null): RandomColorLayer | null {
    const { valueRange, seed, dataFormat } = this;
    return factor === null ? null : new Class({ factor, valueRange, seed, dataFormat });
  }

  override recolor(images: Tensor): Tensor {
    const steps = [this.randomBrightness, this.randomContrast, this.randomSaturation, this.randomHue];
    return steps.reduce((colored, step) => step?.recolor(colored) ?? colored, images);
  }
}

type PartOptions<F> = Pick<RandomColorJitter, "valueRange" | "seed" | "dataFormat"> & { readonly factor: F };
