import { meanSquaredLogarithmicError } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `(ln(1 + yTrue) - ln(1 + yPred))²` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`, not negative
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/#meansquaredlogarithmicerror-class | keras.metrics.MeanSquaredLogarithmicError}
 * @example
 * new MeanSquaredLogarithmicError()([[0, 1]], [[0, 3]]); // 0.2402265
 */
export class MeanSquaredLogarithmicError extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.MeanSquaredLogarithmicError",
  {},
  meanSquaredLogarithmicError,
  {
    direction: "down",
  },
) {}
