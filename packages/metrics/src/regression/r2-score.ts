import {
  defineMetric,
  type MetricUpdateOptions,
  nonNegativeInteger,
  nullableText,
  oneOf,
  refusal,
  ShapeError,
  type Tensor,
  type TensorLike,
  toTensor,
  type Variable,
  warnOnce,
} from "@hornbeam/core";
import { broadcastTo, divide, expandDims, isinf, mean, multiply, square, subtract, sum, where } from "@hornbeam/ops";
import { sameRank } from "../_operands.ts";

interface State {
  readonly squaredSum: Variable;
  readonly sum: Variable;
  readonly residual: Variable;
  readonly count: Variable;
}

/**
 * Coefficient of determination, `1 - Σ(t - p)² / Σ(t - mean t)²`, an output: 1 for perfect predictions, 0 for the mean.
 *
 * - yTrue, yPred: `[batch, outputs]`
 * - result: a scalar, or `[outputs]` where `classAggregation` is null
 *
 * @throws {ShapeError} when the tensors do not have two axes.
 * @see {@link https://keras.io/api/metrics/regression_metrics/ | keras.metrics.R2Score}
 * @example
 * new R2Score()([[1], [4], [3]], [[2], [4], [4]]); // 0.5714286
 */
export class R2Score extends /* @__PURE__ */ defineMetric("keras.metrics.R2Score", {
  name: nullableText("r2_score"),
  /** How the outputs' scores become one: their mean, weighted by their variance or not; null keeps them apart. */
  classAggregation: oneOf("uniform_average", "variance_weighted_average", null)("uniform_average"),
  /** Number of the model's inputs, by which the score is adjusted; 0 does not adjust it. */
  numRegressors: nonNegativeInteger(0),
}) {
  override readonly direction = "up";
  readonly #samples = this.addVariable({ name: "num_samples", shape: [] });
  #state: State | undefined;

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const convert = (value: TensorLike): Tensor =>
      toTensor(value, { dtype: this.dtype, action: `update ${this.name}` });
    const [truth, guess] = sameRank(convert(yTrue), convert(yPred));
    const state = (this.#state ??= this.#build(truth, guess));
    const given = convert(sampleWeight ?? 1);
    const weights = broadcastTo(given.rank === 1 ? expandDims(given, 1) : given, truth.shape);
    const weighted = multiply(truth, weights);
    state.sum.assignAdd(sum(weighted, 0));
    state.squaredSum.assignAdd(sum(multiply(truth, weighted), 0));
    state.residual.assignAdd(sum(multiply(square(subtract(truth, guess)), weights), 0));
    state.count.assignAdd(sum(weights, 0));
    this.#samples.assignAdd(truth.size);
  }

  override result(): Tensor {
    if (!this.#state) return toTensor(0, { dtype: this.dtype });
    const { sum: total, squaredSum, residual, count } = this.#state;
    const spread = subtract(squaredSum.value, multiply(total.value, divide(total.value, count.value)));
    const raw = subtract(1, divide(residual.value, spread));
    const scores = where(isinf(raw), 0, raw);
    return this.#adjusted(this.#aggregated(scores, spread));
  }

  #aggregated(scores: Tensor, spread: Tensor): Tensor {
    if (this.classAggregation === null) return scores;
    if (this.classAggregation === "uniform_average") return mean(scores);
    return divide(sum(multiply(spread, scores)), sum(spread));
  }

  /** `1 - (1 - score)(n - 1) / (n - p - 1)`. */
  #adjusted(score: Tensor): Tensor {
    const p = this.numRegressors;
    if (p === 0) return score;
    const n = Number(this.#samples.numpy().item());
    if (p >= n - 1) {
      const reason = p === n - 1 ? "it would divide by zero" : "there are more regressors than samples";
      warnOnce(`The R2 score of ${this[Symbol.toStringTag]} is not adjusted: ${reason}.`);
      return score;
    }
    return subtract(1, multiply(subtract(1, score), (n - 1) / (n - p - 1)));
  }

  #build(truth: Tensor, guess: Tensor): State {
    for (const { shape } of [truth, guess]) {
      if (shape.length === 2) continue;
      throw refusal(ShapeError, {
        action: `update ${this[Symbol.toStringTag]}`,
        expected: "`yTrue` and `yPred` must be of shape [batch, outputs]",
        receivedAs: "shape",
        received: shape,
      });
    }
    const make = (name: string) => this.addVariable({ name, shape: [guess.shape[1]!] });
    return { squaredSum: make("squared_sum"), sum: make("sum"), residual: make("residual"), count: make("count") };
  }
}
