import { defineConditionCount } from "./_condition-count.ts";

/**
 * Number, or weight, of positives that were predicted as such.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 * - result: a scalar, or one number a threshold
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#truepositives-class | keras.metrics.TruePositives}
 * @example
 * new TruePositives()([0, 1, 1, 1], [1, 0, 1, 1]); // 2
 */
export class TruePositives extends /* @__PURE__ */ defineConditionCount(
  "keras.metrics.TruePositives",
  "truePositives",
) {}
