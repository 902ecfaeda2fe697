import { defineLoss, defineMeasure } from "@hornbeam/core";
import { mean, square, subtract } from "@hornbeam/ops";
import { aligned } from "./_operands.ts";

/**
 * Mean over the last axis of `(yTrue - yPred)²`; `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meansquarederror-function | keras.losses.mean_squared_error}
 * @example
 * meanSquaredError([[0, 1], [2, 3]], [[1, 1], [0, 0]]); // [0.5, 6.5]
 */
export const meanSquaredError = /* @__PURE__ */ defineMeasure("mean_squared_error", {}, (yTrue, yPred) =>
  mean(square(subtract(...aligned(yTrue, yPred))), -1),
);

/**
 * Mean squared error, `(yTrue - yPred)²`, over the last axis and reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#meansquarederror-class | keras.losses.MeanSquaredError}
 * @example
 * new MeanSquaredError()([[0, 1], [2, 3]], [[1, 1], [0, 0]]); // 3.5
 */
export class MeanSquaredError extends /* @__PURE__ */ defineLoss(
  "keras.losses.MeanSquaredError",
  {},
  meanSquaredError,
) {}
