import { meanAbsolutePercentageError } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `100 · |yTrue - yPred| / |yTrue|` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/#meanabsolutepercentageerror-class | keras.metrics.MeanAbsolutePercentageError}
 * @example
 * new MeanAbsolutePercentageError()([[1, 4]], [[2, 3]]); // 62.5
 */
export class MeanAbsolutePercentageError extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.MeanAbsolutePercentageError",
  {},
  meanAbsolutePercentageError,
  {
    direction: "down",
  },
) {}
