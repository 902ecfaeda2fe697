import { defineLoss, defineMeasure, epsilon } from "@hornbeam/core";
import { absolute, divide, maximum, mean, multiply, subtract } from "@hornbeam/ops";
import { aligned } from "./_operands.ts";

/**
 * Mean over the last axis of `100 · |yTrue - yPred| / max(|yTrue|, 1e-7)`; `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-function | keras.losses.mean_absolute_percentage_error}
 * @example
 * meanAbsolutePercentageError([[1, 4]], [[2, 3]]); // [62.5]
 */
export const meanAbsolutePercentageError = /* @__PURE__ */ defineMeasure(
  "mean_absolute_percentage_error",
  {},
  (yTrue, yPred) => {
    const [truth, guess] = aligned(yTrue, yPred);
    const share = absolute(divide(subtract(truth, guess), maximum(absolute(truth), epsilon())));
    return multiply(mean(share, -1), 100);
  },
);

/**
 * Mean absolute error in percent of the truth, over the last axis and reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meanabsolutepercentageerror-class | keras.losses.MeanAbsolutePercentageError}
 * @example
 * new MeanAbsolutePercentageError()([[1, 4]], [[2, 3]]); // 62.5
 */
export class MeanAbsolutePercentageError extends /* @__PURE__ */ defineLoss(
  "keras.losses.MeanAbsolutePercentageError",
  {},
  meanAbsolutePercentageError,
) {}
