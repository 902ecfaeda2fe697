import { defineMetric, nullableText } from "@hornbeam/core";
import { FScore, scoreOptions } from "./fbeta-score.ts";

/**
 * Harmonic mean of precision and recall, `2 · precision · recall / (precision + recall)`, a class or averaged.
 *
 * - yTrue: `[batch, classes]`, 0 and 1
 * - yPred: `[batch, classes]`
 * - result: `[classes]`, or a scalar where `average` is not null
 *
 * @throws {ShapeError} when the tensors do not have two axes.
 * @see {@link https://keras.io/api/metrics/classification_metrics/ | keras.metrics.F1Score}
 * @example
 * new F1Score({ threshold: 0.5 })([[1, 1], [1, 0]], [[0.2, 0.6], [0.8, 0.2]]); // [0.6666666, 0.9999999]
 */
export class F1Score extends /* @__PURE__ */ defineMetric(
  "keras.metrics.F1Score",
  { name: nullableText("f1_score"), ...scoreOptions },
  FScore,
) {
  protected override readonly weight = 1;
}
