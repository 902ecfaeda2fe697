import {
  classToSnakeCase,
  type Defined,
  defineMetric,
  getMask,
  type Held,
  isTensor,
  type MetricUpdateOptions,
  maskWeights,
  type metricOptions,
  nullableText,
  type Schema,
  type Tensor,
  type TensorLike,
  toTensor,
} from "@hornbeam/core";
import { RunningMean } from "./running-mean.ts";

/** A function of two tensors that gives a value a sample. */
// biome-ignore lint/suspicious/noExplicitAny: the options are those of the metric's table
export type MetricFunction<S = any> = (yTrue: TensorLike, yPred: TensorLike, options: Held<S>) => Tensor;

/** Parent of metrics that are the mean of a function. A Keras mask on `yPred` takes out of the mean what it leaves out. */
export abstract class MeanOfMeasure extends RunningMean {
  /** What the mean is taken of. */
  abstract compute(yTrue: TensorLike, yPred: TensorLike): Tensor;

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const mask = isTensor(yPred) ? getMask(yPred) : undefined;
    const values = this.compute(yTrue, yPred);
    this.add(values, mask ? maskWeights(this.#weights(sampleWeight), mask, false) : sampleWeight);
  }
  #weights(sampleWeight: TensorLike | null | undefined): Tensor | null {
    return sampleWeight === null || sampleWeight === undefined ? null : toTensor(sampleWeight, { dtype: this.dtype });
  }
}

interface Traits {
  /** Whether more is better or worse. */
  readonly direction?: "up" | "down";
}

/**
 * Declares a metric that is the mean of a function: its Keras name, its options, the function, which gets the options of
 * the table, and which way is better. The name of such a metric is its class's in snake_case, unless the table says another.
 */
export function defineMeanMetric<const N extends string, S extends Schema>(
  className: N,
  own: S,
  measure: MetricFunction<S>,
  { direction }: Traits = {},
): Defined<
  N,
  Omit<typeof metricOptions, keyof S> & S,
  MeanOfMeasure & { compute(yTrue: TensorLike, yPred: TensorLike): Tensor }
> {
  const name = nullableText(classToSnakeCase(className.slice(className.lastIndexOf(".") + 1)));
  const names = Object.keys(own).filter((option) => option !== "name" && option !== "dtype");
  abstract class MeanOfThis extends MeanOfMeasure {
    override readonly direction = direction;
    override compute(yTrue: TensorLike, yPred: TensorLike): Tensor {
      const options = Object.fromEntries(names.map((option) => [option, (this as Record<string, unknown>)[option]]));
      return measure(yTrue, yPred, options as never);
    }
  }
  return defineMetric(className, { name, ...own }, MeanOfThis as never) as never; // the table types the class
}
