import { defineMetric, fraction } from "@hornbeam/core";
import { type AllCases, shareOf } from "./_all-cases.ts";
import { AtConstraint, constraintOptions } from "./_at-constraint.ts";

/**
 * Best specificity, `TN / (TN + FP)`, of all thresholds at which the sensitivity, `TP / (TP + FN)`, is at least a number.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#specificityatsensitivity-class | keras.metrics.SpecificityAtSensitivity}
 * @example
 * new SpecificityAtSensitivity({ sensitivity: 0.5 })([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]); // 0.6666667
 */
export class SpecificityAtSensitivity extends /* @__PURE__ */ defineMetric(
  "keras.metrics.SpecificityAtSensitivity",
  {
    ...constraintOptions,
    /** What the sensitivity must be at least. */
    sensitivity: fraction(),
  },
  AtConstraint,
) {
  protected override shares({ falseNegatives, falsePositives, trueNegatives, truePositives }: AllCases) {
    return {
      held: shareOf(truePositives, falseNegatives),
      least: this.sensitivity,
      best: shareOf(trueNegatives, falsePositives),
    };
  }
}
