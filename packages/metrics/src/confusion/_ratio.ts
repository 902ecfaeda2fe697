import {
  Metric,
  type MetricUpdateOptions,
  nonNegativeInteger,
  nullable,
  positiveInteger,
  type Tensor,
  type TensorLike,
  type Variable,
} from "@hornbeam/core";
import { add, divideNoNan, squeeze } from "@hornbeam/ops";
import type { ConfusionState } from "./_confusion-state.ts";
import { areEven, thresholds } from "./_thresholds.ts";
import { updateConfusion } from "./_update-confusion.ts";

export const ratioOptions = {
  /** Predictions above it count as positive; a result a threshold where there are several. ½ for null. */
  thresholds: /* @__PURE__ */ nullable(thresholds)(null),
  /** Only so many of a sample's largest predictions count as positive, whatever they are. */
  topK: /* @__PURE__ */ nullable(positiveInteger)(null),
  /** Only this class counts. */
  classId: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
};

/** Parent of metrics that are the share of true positives among them and another case: 0 where there are none. */
export abstract class Ratio extends Metric {
  override readonly direction = "up";
  declare readonly thresholds: number | readonly number[] | null;
  declare readonly topK: number | null;
  declare readonly classId: number | null;
  readonly #limits: readonly number[];
  readonly #truePositives: Variable;
  readonly #other: Variable;
  readonly #case: keyof ConfusionState;

  constructor(options: object | undefined, other: keyof ConfusionState, name: string) {
    super(options);
    // with topK, every prediction that it leaves counts
    this.#limits = [this.thresholds ?? (this.topK === null ? 0.5 : -1e10)].flat();
    this.#case = other;
    this.#truePositives = this.addVariable({ name: "true_positives", shape: [this.#limits.length] });
    this.#other = this.addVariable({ name, shape: [this.#limits.length] });
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const { topK, classId } = this;
    updateConfusion({ truePositives: this.#truePositives, [this.#case]: this.#other }, yTrue, yPred, {
      action: `update ${this[Symbol.toStringTag]}`,
      thresholds: this.#limits,
      even: areEven(this.#limits),
      sampleWeight,
      topK,
      classId,
    });
  }
  override result(): Tensor {
    const share = divideNoNan(this.#truePositives.value, add(this.#truePositives.value, this.#other.value));
    return this.#limits.length === 1 ? squeeze(share, 0) : share;
  }
}
