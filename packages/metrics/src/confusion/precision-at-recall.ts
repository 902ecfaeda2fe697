import { defineMetric, fraction } from "@hornbeam/core";
import { type AllCases, shareOf } from "./_all-cases.ts";
import { AtConstraint, constraintOptions } from "./_at-constraint.ts";

/**
 * Best precision, `TP / (TP + FP)`, of all thresholds at which the recall, `TP / (TP + FN)`, is at least a number.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#precisionatrecall-class | keras.metrics.PrecisionAtRecall}
 * @example
 * new PrecisionAtRecall({ recall: 0.5 })([0, 0, 0, 1, 1], [0, 0.3, 0.8, 0.3, 0.8]); // 0.5
 */
export class PrecisionAtRecall extends /* @__PURE__ */ defineMetric(
  "keras.metrics.PrecisionAtRecall",
  {
    ...constraintOptions,
    /** What the recall must be at least. */
    recall: fraction(),
  },
  AtConstraint,
) {
  protected override shares({ falseNegatives, falsePositives, truePositives }: AllCases) {
    return {
      held: shareOf(truePositives, falseNegatives),
      least: this.recall,
      best: shareOf(truePositives, falsePositives),
    };
  }
}
