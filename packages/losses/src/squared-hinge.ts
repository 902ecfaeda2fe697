import { defineLoss, defineMeasure } from "@hornbeam/core";
import { maximum, mean, multiply, square, subtract } from "@hornbeam/ops";
import { hingeLabels } from "./_hinge-labels.ts";

/**
 * Mean over the last axis of `max(1 - yTrue · yPred, 0)²`, with truths of -1 and 1, or of 0 and 1, which are converted;
 * `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/hinge_losses/#squaredhinge-function | keras.losses.squared_hinge}
 * @example
 * squaredHinge([[-1, 1]], [[0.5, 0]]); // [1.625]
 */
export const squaredHinge = /* @__PURE__ */ defineMeasure("squared_hinge", {}, (yTrue, yPred) =>
  mean(square(maximum(subtract(1, multiply(hingeLabels(yTrue, yPred), yPred)), 0)), -1),
);

/**
 * Squared hinge loss, `max(1 - yTrue · yPred, 0)²`, over the last axis and reduced over the batch.
 *
 * - yTrue: `[batch, ..., d]`, -1 and 1, or 0 and 1
 * - yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/hinge_losses/#squaredhinge-class | keras.losses.SquaredHinge}
 * @example
 * new SquaredHinge()([[-1, 1]], [[0.5, 0]]); // 1.625
 */
export class SquaredHinge extends /* @__PURE__ */ defineLoss("keras.losses.SquaredHinge", {}, squaredHinge) {}
