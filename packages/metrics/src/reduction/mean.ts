import { defineMetric, type MetricUpdateOptions, nullableText, type TensorLike } from "@hornbeam/core";
import { RunningMean, type ValueArguments } from "./running-mean.ts";

/** A running mean of values that come from elsewhere. */
export abstract class MeanOfValues extends RunningMean<ValueArguments> {}

/**
 * Weighted mean of values: `Σ(w·v) / Σw`; 0 before the first update.
 *
 * - values: a number, `[batch]` or `[batch, ...]`
 * - sampleWeight: `[batch]`, or of further axes
 *
 * @see {@link https://keras.io/api/metrics/reduction_metrics/#mean-class | keras.metrics.Mean}
 * @example
 * new Mean()([1, 3, 5, 7]); // 4
 * new Mean()([1, 3, 5, 7], { sampleWeight: [1, 1, 0, 0] }); // 2
 */
export class Mean extends /* @__PURE__ */ defineMetric(
  "keras.metrics.Mean",
  { name: nullableText("mean") },
  MeanOfValues,
) {
  override updateState(values: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    this.add(values, sampleWeight);
  }
}
