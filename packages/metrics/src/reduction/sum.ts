import {
  defineMetric,
  Metric,
  type MetricUpdateOptions,
  nullableText,
  type Tensor,
  type TensorLike,
  toTensor,
} from "@hornbeam/core";
import { sum } from "@hornbeam/ops";
import { samplewise } from "./_samplewise.ts";
import type { ValueArguments } from "./running-mean.ts";

/** A metric of values that come from elsewhere. */
export abstract class OfValues extends Metric<ValueArguments> {}

/**
 * Weighted sum of values: `Σ(w·v)`.
 *
 * - values: a number, `[batch]` or `[batch, ...]`
 * - sampleWeight: `[batch]`, or of further axes
 *
 * @see {@link https://keras.io/api/metrics/reduction_metrics/#sum-class | keras.metrics.Sum}
 * @example
 * new Sum()([1, 3, 5, 7]); // 16
 */
export class Sum extends /* @__PURE__ */ defineMetric("keras.metrics.Sum", { name: nullableText("sum") }, OfValues) {
  readonly #total = this.addVariable({ name: "total", shape: [], dtype: this.dtype });

  override updateState(values: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const convert = (value: TensorLike): Tensor =>
      toTensor(value, { dtype: this.dtype, action: `update ${this.name}` });
    const weights = sampleWeight === null || sampleWeight === undefined ? null : convert(sampleWeight);
    this.#total.assignAdd(sum(samplewise(convert(values), weights, sum).values));
  }
  override result(): Tensor {
    return this.#total.value;
  }
}
