import { meanSquaredError } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `(yTrue - yPred)²` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/#meansquarederror-class | keras.metrics.MeanSquaredError}
 * @example
 * new MeanSquaredError()([[0, 1], [0, 0]], [[1, 1], [0, 0]]); // 0.25
 */
export class MeanSquaredError extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.MeanSquaredError",
  {},
  meanSquaredError,
  {
    direction: "down",
  },
) {}
