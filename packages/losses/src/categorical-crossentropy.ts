import { defineLoss, defineMeasure } from "@hornbeam/core";
import { categoricalCrossentropy as ofClasses } from "@hornbeam/ops";
import { crossEntropyAtOnce } from "./_at-once.ts";
import { warnOfOneClass } from "./_class-axis.ts";
import { smoothClasses } from "./_label-smoothing.ts";
import { likePrediction } from "./_operands.ts";
import { crossentropyOptions } from "./_options.ts";

/**
 * `-Σ t · ln p` over the classes, probabilities scaled to sum to 1 and held within `[1e-7, 1 - 1e-7]`;
 * `[batch, ..., classes]` becomes `[batch, ...]`.
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-function | keras.losses.categorical_crossentropy}
 * @example
 * categoricalCrossentropy([[0, 1]], [[0.5, 0.5]]); // [0.6931472]
 */
export const categoricalCrossentropy = /* @__PURE__ */ defineMeasure(
  "categorical_crossentropy",
  crossentropyOptions,
  (yTrue, yPred, { fromLogits, labelSmoothing, axis }) => {
    warnOfOneClass("categoricalCrossentropy", yPred);
    const truth = smoothClasses(likePrediction(yTrue, yPred), labelSmoothing);
    return ofClasses(truth, yPred, { fromLogits, axis });
  },
  (yTrue, yPred, options, shares) =>
    yPred.shape.at(-1) === 1 ? undefined : crossEntropyAtOnce("shares", yTrue, yPred, options, shares),
);

/**
 * Crossentropy of classes given one-hot, reduced over the batch.
 *
 * - yTrue: `[batch, ..., classes]`, 0 and 1, or probabilities
 * - yPred: `[batch, ..., classes]`, probabilities, or logits with `fromLogits`
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#categoricalcrossentropy-class | keras.losses.CategoricalCrossentropy}
 * @example
 * new CategoricalCrossentropy()([[0, 1]], [[0.5, 0.5]]); // 0.6931472
 */
export class CategoricalCrossentropy extends /* @__PURE__ */ defineLoss(
  "keras.losses.CategoricalCrossentropy",
  crossentropyOptions,
  categoricalCrossentropy,
) {}
