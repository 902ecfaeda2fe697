import {
  defineMetric,
  epsilon,
  Metric,
  type MetricUpdateOptions,
  nullable,
  nullableText,
  oneOf,
  option,
  positiveNumber,
  refusal,
  ShapeError,
  type Tensor,
  type TensorLike,
  toTensor,
  type Variable,
} from "@hornbeam/core";
import {
  absolute,
  add,
  cast,
  divide,
  expandDims,
  greater,
  greaterEqual,
  logicalAnd,
  max,
  mean,
  multiply,
  subtract,
  sum,
} from "@hornbeam/ops";

const threshold = /* @__PURE__ */ option<number>("a number in (0, 1]", (input) =>
  typeof input === "number" && input > 0 && input <= 1 ? input : undefined,
);

export const scoreOptions = {
  /** How the classes' scores become one: over all cases together, by their mean, or by that weighted by their number. */
  average: /* @__PURE__ */ oneOf(null, "micro", "macro", "weighted")(null),
  /** Predictions above it count as positive; for null, the largest of a sample does. */
  threshold: /* @__PURE__ */ nullable(threshold)(null),
};

interface State {
  readonly truePositives: Variable;
  readonly falsePositives: Variable;
  readonly falseNegatives: Variable;
  readonly weights: Variable;
}

/** Parent of the F-scores: `(1 + β²) · precision · recall / (β² · precision + recall)`. */
export abstract class FScore extends Metric {
  override readonly direction = "up";
  declare readonly average: "micro" | "macro" | "weighted" | null;
  declare readonly threshold: number | null;
  /** How much recall weighs beside precision. */
  protected abstract readonly weight: number;
  #state: State | undefined;

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const convert = (value: TensorLike): Tensor => toTensor(value, { dtype: "float32", action: `update ${this.name}` });
    const [truth, given] = [convert(yTrue), convert(yPred)];
    const state = (this.#state ??= this.#build(truth, given));
    const guess = cast(this.#positive(given), "float32");
    const weights = sampleWeight === null || sampleWeight === undefined ? null : expandDims(convert(sampleWeight), 1);
    const total = (values: Tensor): Tensor =>
      sum(weights ? multiply(values, weights) : values, { axis: this.average === "micro" ? null : 0 });
    state.truePositives.assignAdd(total(multiply(guess, truth)));
    state.falsePositives.assignAdd(total(multiply(guess, subtract(1, truth))));
    state.falseNegatives.assignAdd(total(multiply(subtract(1, guess), truth)));
    state.weights.assignAdd(total(truth));
  }

  override result(): Tensor {
    if (!this.#state) return toTensor(0, { dtype: "float32" });
    const { truePositives, falsePositives, falseNegatives, weights } = this.#state;
    const share = (other: Variable): Tensor =>
      divide(truePositives.value, add(add(truePositives.value, other.value), epsilon()));
    const [precision, recall] = [share(falsePositives), share(falseNegatives)];
    const square = this.weight ** 2;
    const both = add(add(multiply(precision, square), recall), epsilon());
    const scores = multiply(divide(multiply(precision, recall), both), 1 + square);
    if (this.average === null) return scores;
    if (this.average !== "weighted") return mean(scores);
    return sum(multiply(scores, divide(weights.value, add(sum(weights.value), epsilon()))));
  }

  #positive(given: Tensor): Tensor {
    if (this.threshold !== null) return greater(given, this.threshold);
    const largest = greaterEqual(given, max(given, { axis: -1, keepdims: true }));
    return logicalAnd(largest, greater(absolute(given), 1e-9));
  }

  #build(truth: Tensor, given: Tensor): State {
    for (const { shape } of [truth, given]) {
      if (shape.length === 2) continue;
      throw refusal(ShapeError, {
        action: `update ${this[Symbol.toStringTag]}`,
        expected: "`yTrue` and `yPred` must be of shape [batch, classes]",
        receivedAs: "shape",
        received: shape,
      });
    }
    const shape = this.average === "micro" ? [] : [given.shape[1]!];
    const make = (name: string) => this.addVariable({ name, shape, dtype: this.dtype });
    return {
      truePositives: make("true_positives"),
      falsePositives: make("false_positives"),
      falseNegatives: make("false_negatives"),
      weights: make("intermediate_weights"),
    };
  }
}

/**
 * F-score, `(1 + β²) · precision · recall / (β² · precision + recall)`, a class or averaged.
 *
 * - yTrue: `[batch, classes]`, 0 and 1
 * - yPred: `[batch, classes]`
 * - result: `[classes]`, or a scalar where `average` is not null
 *
 * @throws {ShapeError} when the tensors do not have two axes.
 * @see {@link https://keras.io/api/metrics/classification_metrics/ | keras.metrics.FBetaScore}
 * @example
 * new FBetaScore({ beta: 2, threshold: 0.5 })([[1, 1], [1, 0]], [[0.2, 0.6], [0.8, 0.2]]); // [0.5555555, 0.9999999]
 */
export class FBetaScore extends /* @__PURE__ */ defineMetric(
  "keras.metrics.FBetaScore",
  {
    name: nullableText("fbeta_score"),
    average: scoreOptions.average,
    /** How much recall weighs beside precision: 1 as much. */
    beta: positiveNumber(1),
    threshold: scoreOptions.threshold,
  },
  FScore,
) {
  protected override get weight(): number {
    return this.beta;
  }
}
