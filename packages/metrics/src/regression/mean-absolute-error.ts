import { meanAbsoluteError } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `|yTrue - yPred|` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/#meanabsoluteerror-class | keras.metrics.MeanAbsoluteError}
 * @example
 * new MeanAbsoluteError()([[0, 1], [0, 0]], [[1, 1], [0, 0]]); // 0.25
 */
export class MeanAbsoluteError extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.MeanAbsoluteError",
  {},
  meanAbsoluteError,
  {
    direction: "down",
  },
) {}
