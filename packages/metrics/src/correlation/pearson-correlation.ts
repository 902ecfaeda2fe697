import { axes, defineMeasure, type Tensor } from "@hornbeam/core";
import { divide, mean, multiply, std, subtract } from "@hornbeam/ops";
import { aligned } from "../_operands.ts";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

const options = {
  /** Axis along which the two are compared. */
  axis: /* @__PURE__ */ axes(-1),
};

/**
 * Pearson's correlation, `mean((t - mean t)(p - mean p)) / (std t · std p)`, in `[-1, 1]`.
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/ | keras.metrics.pearson_correlation}
 * @example
 * pearsonCorrelation([[0, 1, 0.5]], [[0.1, 0.9, 0.5]]); // [1]
 */
export const pearsonCorrelation = /* @__PURE__ */ defineMeasure(
  "pearson_correlation",
  options,
  (yTrue, yPred, { axis }) => {
    const [truth, guess] = aligned(yTrue, yPred);
    return mean(multiply(standardized(truth, axis), standardized(guess, axis)), { axis });
  },
);

/**
 * Mean of Pearson's correlation over all that has been seen.
 *
 * - yTrue, yPred: of one shape
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/ | keras.metrics.PearsonCorrelation}
 * @example
 * new PearsonCorrelation()([[0, 1, 0.5]], [[0.1, 0.9, 0.5]]); // 1
 */
export class PearsonCorrelation extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.PearsonCorrelation",
  options,
  pearsonCorrelation,
  { direction: "up" },
) {}

function standardized(x: Tensor, axis: number | readonly number[]): Tensor {
  const centred = subtract(x, mean(x, { axis, keepdims: true }));
  return divide(centred, std(centred, { axis, keepdims: true }));
}
