import { defineLoss, defineMeasure } from "@hornbeam/core";
import { absolute, mean, subtract } from "@hornbeam/ops";
import { aligned } from "./_operands.ts";

/**
 * Mean over the last axis of `|yTrue - yPred|`; `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meanabsoluteerror-function | keras.losses.mean_absolute_error}
 * @example
 * meanAbsoluteError([[0, 1], [2, 3]], [[1, 1], [0, 0]]); // [0.5, 2.5]
 */
export const meanAbsoluteError = /* @__PURE__ */ defineMeasure("mean_absolute_error", {}, (yTrue, yPred) =>
  mean(absolute(subtract(...aligned(yTrue, yPred))), -1),
);

/**
 * Mean absolute error, `|yTrue - yPred|`, over the last axis and reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meanabsoluteerror-class | keras.losses.MeanAbsoluteError}
 * @example
 * new MeanAbsoluteError()([[0, 1], [2, 3]], [[1, 1], [0, 0]]); // 1.5
 */
export class MeanAbsoluteError extends /* @__PURE__ */ defineLoss(
  "keras.losses.MeanAbsoluteError",
  {},
  meanAbsoluteError,
) {}
