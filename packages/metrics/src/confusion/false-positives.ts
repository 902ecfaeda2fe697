import { defineConditionCount } from "./_condition-count.ts";

/**
 * Number, or weight, of negatives that were predicted as positives.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 * - result: a scalar, or one number a threshold
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#falsepositives-class | keras.metrics.FalsePositives}
 * @example
 * new FalsePositives()([0, 1, 0, 0], [0, 0, 1, 1]); // 2
 */
export class FalsePositives extends /* @__PURE__ */ defineConditionCount(
  "keras.metrics.FalsePositives",
  "falsePositives",
) {}
