import { defineLoss, defineMeasure } from "@hornbeam/core";
import { mean, binaryCrossentropy as ofElements } from "@hornbeam/ops";
import { crossEntropyAtOnce } from "./_at-once.ts";
import { smoothBinary } from "./_label-smoothing.ts";
import { likePrediction } from "./_operands.ts";
import { crossentropyOptions } from "./_options.ts";

/**
 * Mean over an axis of `-(t · ln p + (1 - t) · ln(1 - p))`, probabilities held within `[1e-7, 1 - 1e-7]`;
 * `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-function | keras.losses.binary_crossentropy}
 * @example
 * binaryCrossentropy([[0, 1]], [[0.5, 0.5]]); // [0.6931472]
 */
export const binaryCrossentropy = /* @__PURE__ */ defineMeasure(
  "binary_crossentropy",
  crossentropyOptions,
  (yTrue, yPred, { fromLogits, labelSmoothing, axis }) => {
    const truth = smoothBinary(likePrediction(yTrue, yPred), labelSmoothing);
    return mean(ofElements(truth, yPred, { fromLogits }), axis);
  },
  (yTrue, yPred, options, shares) => crossEntropyAtOnce("elements", yTrue, yPred, options, shares),
);

/**
 * Crossentropy of yes-or-no truths, over an axis and reduced over the batch.
 *
 * - yTrue: `[batch, ..., d]`, 0 and 1
 * - yPred: `[batch, ..., d]`, probabilities, or logits with `fromLogits`
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#binarycrossentropy-class | keras.losses.BinaryCrossentropy}
 * @example
 * new BinaryCrossentropy()([[0, 1]], [[0.5, 0.5]]); // 0.6931472
 */
export class BinaryCrossentropy extends /* @__PURE__ */ defineLoss(
  "keras.losses.BinaryCrossentropy",
  crossentropyOptions,
  binaryCrossentropy,
) {}
