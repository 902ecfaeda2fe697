import { defineLoss, defineMeasure, epsilon, type Tensor } from "@hornbeam/core";
import { add, log, maximum, mean, square, subtract } from "@hornbeam/ops";
import { aligned } from "./_operands.ts";

/**
 * Mean over the last axis of `(ln(1 + yTrue) - ln(1 + yPred))²`, numbers below 1e-7 counting as that;
 * `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-function | keras.losses.mean_squared_logarithmic_error}
 * @example
 * meanSquaredLogarithmicError([[0, 1]], [[0, 3]]); // [0.2402265]
 */
export const meanSquaredLogarithmicError = /* @__PURE__ */ defineMeasure(
  "mean_squared_logarithmic_error",
  {},
  (yTrue, yPred) => {
    const [truth, guess] = aligned(yTrue, yPred);
    return mean(square(subtract(shiftedLog(guess), shiftedLog(truth))), -1);
  },
);

/**
 * Mean squared error of `ln(1 + y)`, over the last axis and reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`, not negative
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meansquaredlogarithmicerror-class | keras.losses.MeanSquaredLogarithmicError}
 * @example
 * new MeanSquaredLogarithmicError()([[0, 1]], [[0, 3]]); // 0.2402265
 */
export class MeanSquaredLogarithmicError extends /* @__PURE__ */ defineLoss(
  "keras.losses.MeanSquaredLogarithmicError",
  {},
  meanSquaredLogarithmicError,
) {}

function shiftedLog(x: Tensor): Tensor {
  return log(add(maximum(x, epsilon()), 1));
}
