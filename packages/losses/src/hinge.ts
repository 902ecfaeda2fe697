import { defineLoss, defineMeasure } from "@hornbeam/core";
import { maximum, mean, multiply, subtract } from "@hornbeam/ops";
import { hingeLabels } from "./_hinge-labels.ts";

/**
 * Mean over the last axis of `max(1 - yTrue · yPred, 0)`, with truths of -1 and 1, or of 0 and 1, which are converted;
 * `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/hinge_losses/#hinge-function | keras.losses.hinge}
 * @example
 * hinge([[-1, 1]], [[0.5, 0.25]]); // [1.125]
 */
export const hinge = /* @__PURE__ */ defineMeasure("hinge", {}, (yTrue, yPred) =>
  mean(maximum(subtract(1, multiply(hingeLabels(yTrue, yPred), yPred)), 0), -1),
);

/**
 * Hinge loss, `max(1 - yTrue · yPred, 0)`, over the last axis and reduced over the batch.
 *
 * - yTrue: `[batch, ..., d]`, -1 and 1, or 0 and 1
 * - yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/hinge_losses/#hinge-class | keras.losses.Hinge}
 * @example
 * new Hinge()([[-1, 1]], [[0.5, 0.25]]); // 1.125
 */
export class Hinge extends /* @__PURE__ */ defineLoss("keras.losses.Hinge", {}, hinge) {}
