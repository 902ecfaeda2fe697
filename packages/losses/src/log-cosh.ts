import { defineLoss, defineMeasure } from "@hornbeam/core";
import { add, mean, multiply, softplus, subtract } from "@hornbeam/ops";
import { aligned } from "./_operands.ts";

/**
 * Mean over the last axis of `ln(cosh(yPred - yTrue))`: about `½e²` for small errors and `|e| - ln 2` for large ones;
 * `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#logcosh-function | keras.losses.log_cosh}
 * @example
 * logCosh([[0, 0]], [[0, 1]]); // [0.2168904]
 */
export const logCosh = /* @__PURE__ */ defineMeasure("log_cosh", {}, (yTrue, yPred) => {
  const [truth, guess] = aligned(yTrue, yPred);
  const error = subtract(guess, truth);
  return mean(subtract(add(error, softplus(multiply(error, -2))), Math.LN2), -1);
});

/**
 * Logarithm of the hyperbolic cosine of the error, over the last axis and reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#logcosh-class | keras.losses.LogCosh}
 * @example
 * new LogCosh()([[0, 0]], [[0, 1]]); // 0.2168904
 */
export class LogCosh extends /* @__PURE__ */ defineLoss("keras.losses.LogCosh", {}, logCosh) {}
