import { nullableText } from "@hornbeam/core";
import { logCosh } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `ln(cosh(yPred - yTrue))` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/#logcosherror-class | keras.metrics.LogCoshError}
 * @example
 * new LogCoshError()([[0, 0]], [[0, 1]]); // 0.2168904
 */
export class LogCoshError extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.LogCoshError",
  { name: nullableText("logcosh") },
  logCosh,
  {
    direction: "down",
  },
) {}
