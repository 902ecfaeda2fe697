import { defineMeasure, number } from "@hornbeam/core";
import { cast, equal, greater } from "@hornbeam/ops";
import { sameRank } from "../_operands.ts";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

const options = {
  /** Predictions above it count as 1. */
  threshold: /* @__PURE__ */ number(0.5),
};

/**
 * Whether predictions are on the right side of a threshold, element by element: 1 or 0.
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class | keras.metrics.binary_accuracy}
 * @example
 * binaryAccuracy([1, 0, 1], [0.9, 0.2, 0.5]); // [1, 1, 0]
 */
export const binaryAccuracy = /* @__PURE__ */ defineMeasure(
  "binary_accuracy",
  options,
  (yTrue, yPred, { threshold }) => {
    const [truth, guess] = sameRank(yTrue, yPred);
    return cast(equal(truth, cast(greater(guess, threshold), truth.dtype as "float32")), "float32");
  },
);

/**
 * Share of predictions on the right side of a threshold.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, any numbers
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#binaryaccuracy-class | keras.metrics.BinaryAccuracy}
 * @example
 * new BinaryAccuracy()([1, 1, 0, 0], [0.98, 1, 0, 0.6]); // 0.75
 */
export class BinaryAccuracy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.BinaryAccuracy",
  options,
  binaryAccuracy,
  { direction: "up" },
) {}
