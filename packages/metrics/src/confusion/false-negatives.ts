import { defineConditionCount } from "./_condition-count.ts";

/**
 * Number, or weight, of positives that were predicted as negatives.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 * - result: a scalar, or one number a threshold
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#falsenegatives-class | keras.metrics.FalseNegatives}
 * @example
 * new FalseNegatives()([0, 1, 1, 1], [0, 1, 0, 0]); // 2
 */
export class FalseNegatives extends /* @__PURE__ */ defineConditionCount(
  "keras.metrics.FalseNegatives",
  "falseNegatives",
) {}
