import { defineMetric } from "@hornbeam/core";
import { Ratio, ratioOptions } from "./_ratio.ts";

export abstract class RecallRatio extends Ratio {
  constructor(options?: object) {
    super(options, "falseNegatives", "false_negatives");
  }
}

/**
 * Share of what is positive that was predicted as such: `TP / (TP + FN)`; 0 where nothing is.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 * - result: a scalar, or one number a threshold
 *
 * @throws {OptionError} when the tensors do not have the class `classId`.
 * @see {@link https://keras.io/api/metrics/classification_metrics/#recall-class | keras.metrics.Recall}
 * @example
 * new Recall()([0, 1, 1, 1], [1, 0, 1, 1]); // 0.6666667
 */
export class Recall extends /* @__PURE__ */ defineMetric("keras.metrics.Recall", ratioOptions, RecallRatio) {}
