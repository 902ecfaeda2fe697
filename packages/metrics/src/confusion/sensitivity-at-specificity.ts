import { defineMetric, fraction } from "@hornbeam/core";
import { type AllCases, shareOf } from "./_all-cases.ts";
import { AtConstraint, constraintOptions } from "./_at-constraint.ts";

/**
 * Best sensitivity, `TP / (TP + FN)`, of all thresholds at which the specificity, `TN / (TN + FP)`, is at least a number.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#sensitivityatspecificity-class | keras.metrics.SensitivityAtSpecificity}
 * @example
 * new SensitivityAtSpecificity({ specificity: 0.5 })([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]); // 0.5
 */
export class SensitivityAtSpecificity extends /* @__PURE__ */ defineMetric(
  "keras.metrics.SensitivityAtSpecificity",
  {
    ...constraintOptions,
    /** What the specificity must be at least. */
    specificity: fraction(),
  },
  AtConstraint,
) {
  protected override shares({ falseNegatives, falsePositives, trueNegatives, truePositives }: AllCases) {
    return {
      held: shareOf(trueNegatives, falsePositives),
      least: this.specificity,
      best: shareOf(truePositives, falseNegatives),
    };
  }
}
