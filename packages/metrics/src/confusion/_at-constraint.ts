import {
  Metric,
  type MetricUpdateOptions,
  nonNegativeInteger,
  nullable,
  positiveInteger,
  type Tensor,
  type TensorLike,
} from "@hornbeam/core";
import { greaterEqual, max, where } from "@hornbeam/ops";
import { type AllCases, makeCases } from "./_all-cases.ts";
import { evenThresholds } from "./_thresholds.ts";
import { updateConfusion } from "./_update-confusion.ts";

export const constraintOptions = {
  /** Only this class counts. */
  classId: /* @__PURE__ */ nullable(nonNegativeInteger)(null),
  /** How many thresholds, from 0 to 1 in equal steps, are tried. */
  numThresholds: /* @__PURE__ */ positiveInteger(200),
};

/** Parent of metrics that are the best that one share can be while another is at least a number. */
export abstract class AtConstraint extends Metric {
  override readonly direction = "up";
  declare readonly classId: number | null;
  declare readonly numThresholds: number;
  readonly #thresholds: readonly number[];
  readonly #cases: AllCases;

  constructor(options?: object) {
    super(options);
    this.#thresholds = evenThresholds(this.numThresholds);
    this.#cases = makeCases((name) => this.addVariable({ name, shape: [this.numThresholds] }));
  }

  /** The share that must be large enough, how large, and the one that is maximised: each an entry a threshold. */
  protected abstract shares(cases: AllCases): { held: Tensor; least: number; best: Tensor };

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    updateConfusion(this.#cases, yTrue, yPred, {
      action: `update ${this[Symbol.toStringTag]}`,
      thresholds: this.#thresholds,
      even: this.numThresholds > 1,
      classId: this.classId,
      sampleWeight,
    });
  }
  override result(): Tensor {
    const { held, least, best } = this.shares(this.#cases);
    return max(where(greaterEqual(held, least), best, 0));
  }
}
