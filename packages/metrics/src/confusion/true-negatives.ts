import { defineConditionCount } from "./_condition-count.ts";

/**
 * Number, or weight, of negatives that were predicted as such.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 * - result: a scalar, or one number a threshold
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#truenegatives-class | keras.metrics.TrueNegatives}
 * @example
 * new TrueNegatives()([0, 1, 0, 0], [1, 1, 0, 0]); // 2
 */
export class TrueNegatives extends /* @__PURE__ */ defineConditionCount(
  "keras.metrics.TrueNegatives",
  "trueNegatives",
) {}
