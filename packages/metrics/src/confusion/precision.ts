import { defineMetric } from "@hornbeam/core";
import { Ratio, ratioOptions } from "./_ratio.ts";

export abstract class PrecisionRatio extends Ratio {
  constructor(options?: object) {
    super(options, "falsePositives", "false_positives");
  }
}

/**
 * Share of what was predicted as positive that is: `TP / (TP + FP)`; 0 where nothing was.
 *
 * - yTrue: 0 and 1
 * - yPred: of the same shape, in `[0, 1]`
 * - result: a scalar, or one number a threshold
 *
 * @throws {OptionError} when the tensors do not have the class `classId`.
 * @see {@link https://keras.io/api/metrics/classification_metrics/#precision-class | keras.metrics.Precision}
 * @example
 * new Precision()([0, 1, 1, 1], [1, 0, 1, 1]); // 0.6666667
 */
export class Precision extends /* @__PURE__ */ defineMetric("keras.metrics.Precision", ratioOptions, PrecisionRatio) {}
