import {
  type Defined,
  defineMetric,
  Metric,
  type MetricUpdateOptions,
  type metricOptions,
  nullable,
  type Tensor,
  type TensorLike,
  type Variable,
} from "@hornbeam/core";
import { squeeze } from "@hornbeam/ops";
import type { ConfusionState } from "./_confusion-state.ts";
import { areEven, thresholds } from "./_thresholds.ts";
import { updateConfusion } from "./_update-confusion.ts";

const options = {
  /** Predictions above it count as positive; a result a threshold where there are several. ½ for null. */
  thresholds: /* @__PURE__ */ nullable(thresholds)(null),
};

/** Parent of metrics that count one of the four cases. */
export abstract class ConditionCount extends Metric {
  declare readonly thresholds: number | readonly number[] | null;
  readonly #thresholds: readonly number[];
  readonly #accumulator: Variable;
  readonly #condition: keyof ConfusionState;

  constructor(options: object | undefined, condition: keyof ConfusionState) {
    super(options);
    this.#condition = condition;
    this.#thresholds = [this.thresholds ?? 0.5].flat();
    this.#accumulator = this.addVariable({ name: "accumulator", shape: [this.#thresholds.length] });
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    updateConfusion({ [this.#condition]: this.#accumulator }, yTrue, yPred, {
      action: `update ${this[Symbol.toStringTag]}`,
      thresholds: this.#thresholds,
      even: areEven(this.#thresholds),
      sampleWeight,
    });
  }
  override result(): Tensor {
    return this.#thresholds.length === 1 ? squeeze(this.#accumulator.value, 0) : this.#accumulator.value;
  }
}

/** Declares a metric that counts one of the four cases. */
export function defineConditionCount<const N extends string>(
  className: N,
  condition: keyof ConfusionState,
): Defined<N, typeof metricOptions & typeof options, ConditionCount> {
  abstract class OfCondition extends ConditionCount {
    constructor(options?: object) {
      super(options, condition);
    }
  }
  return defineMetric(className, options, OfCondition as never) as never; // the table types the class
}
