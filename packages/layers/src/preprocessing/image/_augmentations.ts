import { define, SeedGenerator, type Tensor } from "@hornbeam/core";
import { onlyOne } from "@hornbeam/kernels";
import { getItem } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { BaseImageLayer } from "./_base-image.ts";
import type { Boxes } from "./_pictures.ts";
import { interpolation, randomOptions, range, valueRange } from "./_random-image.ts";
import { AutoContrast } from "./auto-contrast.ts";
import { Equalization } from "./equalization.ts";
import { RandomBrightness } from "./random-brightness.ts";
import { RandomColorDegeneration } from "./random-color-degeneration.ts";
import { RandomContrast } from "./random-contrast.ts";
import { RandomPosterization } from "./random-posterization.ts";
import { RandomRotation } from "./random-rotation.ts";
import { RandomSharpness } from "./random-sharpness.ts";
import { RandomShear } from "./random-shear.ts";
import { RandomTranslation } from "./random-translation.ts";
import { Solarization } from "./solarization.ts";

/** A layer of images, whatever it chooses. */
type AnyImageLayer = BaseImageLayer<unknown>;

/** One change of a batch: by which layer, and what was drawn for each, whichever it is. */
export interface Step {
  /** Number of the layer; one more than there are for none. */
  readonly which: Tensor;
  readonly layers: readonly AnyImageLayer[];
  readonly choices: readonly unknown[];
}

/** Parent of the layers that change images by others of the package, under the names that Keras' files have for those. */
export abstract class AugmentationsLayer<Plan> extends /* @__PURE__ */ define(
  "AugmentationsLayer",
  {
    /** The lowest and the highest value of pixels. */
    valueRange,
    /** Range of the strength of each change, within `[0, 1]`. */
    factor: /* @__PURE__ */ range(0, 1)(0.5),
    /** How values between pixels are found. */
    interpolation: /* @__PURE__ */ interpolation("bilinear"),
    ...randomOptions,
  },
  BaseImageLayer<unknown>,
) {
  readonly generator: SeedGenerator = new SeedGenerator({ seed: this.seed });
  readonly randomShear: AnyImageLayer = new RandomShear({
    xFactor: this.factor,
    yFactor: this.factor,
    ...this.#geometry,
  });
  readonly randomTranslation: AnyImageLayer = new RandomTranslation({ heightFactor: this.factor, widthFactor: this.factor, ...this.#geometry }); // biome-ignore format: one line
  readonly randomRotation: AnyImageLayer = new RandomRotation({ factor: this.factor, ...this.#geometry });
  readonly randomPosterization: AnyImageLayer = new RandomPosterization({ factor: Math.max(1, Math.trunc(8 * this.factor[1])), ...this.#colors }); // biome-ignore format: one line
  readonly solarization: AnyImageLayer = new Solarization({ additionFactor: this.factor, thresholdFactor: this.factor, ...this.#colors }); // biome-ignore format: one line
  readonly autoContrast: AnyImageLayer = new AutoContrast(this.#common);
  readonly equalization: AnyImageLayer = new Equalization(this.#common);
  readonly randomBrightness: AnyImageLayer | null = this.changesColors ? new RandomBrightness({ factor: this.factor, ...this.#colors }) : null; // biome-ignore format: one line
  readonly randomColorDegeneration: AnyImageLayer | null = this.changesColors ? new RandomColorDegeneration({ factor: this.factor, ...this.#colors }) : null; // biome-ignore format: one line
  readonly randomContrast: AnyImageLayer | null = this.changesColors ? new RandomContrast({ factor: this.factor, ...this.#colors }) : null; // biome-ignore format: one line
  readonly randomSharpness: AnyImageLayer | null = this.changesColors ? new RandomSharpness({ factor: this.factor, ...this.#colors }) : null; // biome-ignore format: one line

  get #common() {
    const { valueRange, dataFormat, boundingBoxFormat } = this;
    return { valueRange, dataFormat, boundingBoxFormat };
  }
  get #colors() {
    return { ...this.#common, seed: this.seed };
  }
  get #geometry() {
    const { valueRange: _, ...rest } = this.#colors;
    return { ...rest, interpolation: this.interpolation };
  }

  /** Whether brightness, contrast, colourfulness and sharpness are among the changes. */
  protected get changesColors(): boolean {
    return true;
  }
  /** What is done to the images of a batch in training. */
  protected abstract plan(shape: readonly number[]): Plan;

  override choose(shape: readonly number[], training: boolean): Plan | null {
    return training ? this.plan(shape) : null;
  }
  /** Changes drawn one by one, each layer as likely; with `orNone`, none is as likely as each. */
  protected drawn(count: number, shape: readonly number[], orNone = false): Step[] {
    const layers = this.sublayers() as readonly AnyImageLayer[];
    if (count === 0) return [];
    const places = random.randint([count], 0, layers.length + (orNone ? 1 : 0), { seed: this.generator });
    // whichever layers are drawn first: the states of all generators are in memory before a step is recorded
    for (const { value } of layers.flatMap(({ variables }) => variables)) void value;
    const choices = layers.map((layer) => layer.choose(shape, true));
    return Array.from({ length: count }, (_, i) => ({ which: getItem(places, [i]), layers, choices }));
  }
}

/** Images after changes, in their order. */
export function augmented(images: Tensor, steps: readonly Step[]): Tensor {
  return steps.reduce(
    (changed, step) => chosen(step, [changed], (layer, choice) => [layer.transformImages(changed, choice, true)])[0]!,
    images,
  );
}
/** Masks after changes, in their order. */
export function augmentedMasks(masks: Tensor, steps: readonly Step[]): Tensor {
  return steps.reduce(
    (changed, step) => chosen(step, [changed], (layer, choice) => [layer.transformMasks(changed, choice, true)])[0]!,
    masks,
  );
}
/** Boxes of images of a shape after changes, in their order. */
export function augmentedBoxes(boxes: Boxes, steps: readonly Step[], shape: readonly number[]): Boxes {
  return steps.reduce((moved, step) => {
    const [changed, labels] = chosen(step, [moved.boxes, moved.labels], (layer, choice) => {
      const after = layer.transformBoxes(moved, choice, shape, true);
      return [after.boxes, after.labels];
    }) as [Tensor, Tensor];
    return { boxes: changed, labels };
  }, boxes);
}

/** What the layer of a step makes of tensors; recorded steps have all of them, and do the one that is drawn. */
function chosen(
  { which, layers, choices }: Step,
  given: readonly Tensor[],
  change: (layer: AnyImageLayer, choice: unknown) => readonly Tensor[],
): Tensor[] {
  const parts = layers.map((layer, i) => () => change(layer, choices[i]));
  return onlyOne(which, [...parts, () => given], { like: given });
}
