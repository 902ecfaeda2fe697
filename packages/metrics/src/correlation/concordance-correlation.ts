import { axes, defineMeasure, epsilon } from "@hornbeam/core";
import { add, divide, mean, multiply, square, subtract, variance } from "@hornbeam/ops";
import { aligned } from "../_operands.ts";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

const options = {
  /** Axis along which the two are compared. */
  axis: /* @__PURE__ */ axes(-1),
};

/**
 * Lin's concordance, `mean(2 (t - mean p)(p - mean p) / (var t + var p + (mean t - mean p)²))`, in `[-1, 1]`: 1 only
 * where the two are equal, not merely in proportion.
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/ | keras.metrics.concordance_correlation}
 * @example
 * concordanceCorrelation([[0, 1, 0.5]], [[0, 1, 0.5]]); // [0.9999994]
 */
export const concordanceCorrelation = /* @__PURE__ */ defineMeasure(
  "concordance_correlation",
  options,
  (yTrue, yPred, { axis }) => {
    const [truth, guess] = aligned(yTrue, yPred);
    const over = { axis, keepdims: true };
    const [trueMean, meanGuess] = [mean(truth, over), mean(guess, over)];
    const spread = add(variance(subtract(truth, trueMean), over), variance(subtract(guess, meanGuess), over));
    const covariance = multiply(subtract(truth, meanGuess), subtract(guess, meanGuess));
    const norm = add(add(spread, square(subtract(trueMean, meanGuess))), epsilon());
    return mean(divide(multiply(covariance, 2), norm), { axis });
  },
);

/**
 * Mean of Lin's concordance over all that has been seen.
 *
 * - yTrue, yPred: of one shape
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/ | keras.metrics.ConcordanceCorrelation}
 * @example
 * new ConcordanceCorrelation()([[0, 1, 0.5]], [[0, 1, 0.5]]); // 0.9999994
 */
export class ConcordanceCorrelation extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.ConcordanceCorrelation",
  options,
  concordanceCorrelation,
  { direction: "up" },
) {}
