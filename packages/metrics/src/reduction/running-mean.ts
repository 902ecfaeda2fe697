import {
  Metric,
  type MetricUpdateOptions,
  metricOptions,
  type PairArguments,
  type Tensor,
  type TensorLike,
  toTensor,
} from "@hornbeam/core";
import { divideNoNan, mean, sum } from "@hornbeam/ops";
import { samplewise } from "./_samplewise.ts";

/** What a metric of single values is updated with. */
export type ValueArguments = [values: TensorLike, options?: MetricUpdateOptions];

/** Parent of metrics that are a weighted mean: `Σ(w·v) / Σw`, 0 before the first update. */
export abstract class RunningMean<Args extends readonly unknown[] = PairArguments> extends Metric<Args> {
  static override readonly schema: typeof metricOptions = metricOptions;
  readonly #total = this.addVariable({ name: "total", shape: [], dtype: this.dtype });
  readonly #count = this.addVariable({ name: "count", shape: [], dtype: this.dtype });

  override result(): Tensor {
    return divideNoNan(this.#total.value, this.#count.value);
  }

  /** Adds values of samples: `[batch, ...]`, or one in all. */
  protected add(values: TensorLike, sampleWeight: TensorLike | null | undefined): void {
    const convert = (value: TensorLike): Tensor =>
      toTensor(value, { dtype: this.dtype, action: `update ${this.name}` });
    const weights = sampleWeight === null || sampleWeight === undefined ? null : convert(sampleWeight);
    const samples = samplewise(convert(values), weights, mean);
    this.#total.assignAdd(total(samples.values));
    this.#count.assignAdd(samples.weights ? total(samples.weights) : (samples.values.shape[0] ?? 1));
  }
}

/** The sum of all values, which one value is by itself. */
function total(values: Tensor): Tensor {
  return values.rank === 0 ? values : sum(values);
}
