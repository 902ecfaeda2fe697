import { defineMetric, fraction } from "@hornbeam/core";
import { type AllCases, shareOf } from "./_all-cases.ts";
import { AtConstraint, constraintOptions } from "./_at-constraint.ts";

/**
 * Best recall, `TP / (TP + FN)`, of all thresholds at which the precision, `TP / (TP + FP)`, is at least a number.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 *
 * @see {@link https://keras.io/api/metrics/classification_metrics/#recallatprecision-class | keras.metrics.RecallAtPrecision}
 * @example
 * new RecallAtPrecision({ precision: 0.8 })([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]); // 0.5
 */
export class RecallAtPrecision extends /* @__PURE__ */ defineMetric(
  "keras.metrics.RecallAtPrecision",
  {
    ...constraintOptions,
    /** What the precision must be at least. */
    precision: fraction(),
  },
  AtConstraint,
) {
  protected override shares({ falseNegatives, falsePositives, truePositives }: AllCases) {
    return {
      held: shareOf(truePositives, falsePositives),
      least: this.precision,
      best: shareOf(truePositives, falseNegatives),
    };
  }
}
