import {
  boolean,
  type Config,
  defineMetric,
  epsilon,
  type MetricUpdateOptions,
  nullable,
  OptionError,
  option,
  positiveInteger,
  refusal,
  ShapeError,
  type Tensor,
  type TensorLike,
  toTensor,
} from "@hornbeam/core";
import { divideNoNan, mean, multiply, sigmoid, sum, tensor } from "@hornbeam/ops";
import { type AllCases, makeCases } from "./_all-cases.ts";
import { areaUnder, type Curve, interpolatedPrecisionArea, type Summation } from "./_area.ts";
import { areEven, evenThresholds } from "./_thresholds.ts";
import { updateConfusion } from "./_update-confusion.ts";

/** A word in Keras' spelling, or in the other that it takes. */
function word<T extends string>(words: readonly T[]) {
  return option<T, T>(`one of ${words.map((one) => JSON.stringify(one)).join(", ")}`, (input) =>
    words.find((one) => one === input || (typeof input === "string" && input === otherCase(one))),
  );
}
function otherCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text[0]!.toUpperCase() + text.slice(1);
}

const numbers = /* @__PURE__ */ option<readonly number[]>("a list of numbers in [0, 1]", (input) =>
  Array.isArray(input) && input.every((one) => typeof one === "number" && one >= 0 && one <= 1) ? input : undefined,
);
const weights = /* @__PURE__ */ option<readonly number[]>("a list of numbers", (input) =>
  Array.isArray(input) && input.every((one) => typeof one === "number") ? input : undefined,
);

/**
 * Area under a curve that thresholds from 0 to 1 trace: of true against false positive rates (`"ROC"`), of precision
 * against recall (`"PR"`), or of their gains (`"PRGAIN"`). Summed by a Riemann sum over `numThresholds` points.
 *
 * - yTrue: 0 and 1; `[batch, labels]` with `multiLabel`
 * - yPred: of the same shape, in `[0, 1]`, or logits with `fromLogits`
 *
 * @throws {ShapeError} when predictions of several labels do not have two axes.
 * @see {@link https://keras.io/api/metrics/classification_metrics/#auc-class | keras.metrics.AUC}
 * @see {@link https://www.biostat.wisc.edu/~page/rocpr.pdf | Davis and Goadrich, 2006}, for `"PR"` with `"interpolation"`
 * @example
 * new AUC({ numThresholds: 3 })([0, 0, 1, 1], [0, 0.5, 0.3, 0.9]); // 0.75
 */
export class AUC extends /* @__PURE__ */ defineMetric("keras.metrics.AUC", {
  /** How many thresholds, from 0 to 1 in equal steps, are tried. */
  numThresholds: positiveInteger(200),
  /** Which curve. */
  curve: word<Curve>(["ROC", "PR", "PRGAIN"])("ROC"),
  /** How the area between two points is taken: between, below or above them. */
  summationMethod: word<Summation>(["interpolation", "majoring", "minoring"])("interpolation"),
  /** Whether the labels have areas of their own, which are averaged. */
  multiLabel: boolean(false),
  /** Number of labels, with `multiLabel`; learnt from the first batch unless given. */
  numLabels: nullable(positiveInteger)(null),
  /** Weights of the labels. */
  labelWeights: nullable(weights)(null),
  /** Whether predictions are logits. */
  fromLogits: boolean(false),
  /** Thresholds between 0 and 1, in the place of `numThresholds` even ones. */
  thresholds: nullable(numbers)(null, { writtenIfSet: true }),
}) {
  override readonly direction = "up";
  readonly #limits = limitsOf(this.thresholds, this.numThresholds);
  readonly #even = this.thresholds === null || areEven([0, ...this.#limits.slice(1, -1), 1]);
  #cases: AllCases | undefined = this.multiLabel && this.numLabels === null ? undefined : this.#build(this.numLabels);

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const action = `update ${this[Symbol.toStringTag]}`;
    const given = toTensor(yPred, { dtype: "float32", action });
    if (this.multiLabel && given.rank !== 2) {
      const expected = "`yPred` must be of shape [batch, labels] with `multiLabel`";
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: given.shape });
    }
    this.#cases ??= this.#build(given.shape[1]!);
    updateConfusion(this.#cases, yTrue, this.fromLogits ? sigmoid(given) : given, {
      action,
      thresholds: this.#limits,
      even: this.#even,
      sampleWeight,
      multiLabel: this.multiLabel,
      labelWeights: this.multiLabel ? null : this.labelWeights,
    });
  }

  override result(): Tensor {
    if (!this.#cases) return toTensor(0, { dtype: "float32" });
    const interpolated = this.curve === "PR" && this.summationMethod === "interpolation";
    const area = interpolated
      ? interpolatedPrecisionArea(this.#cases)
      : areaUnder(this.curve, this.summationMethod, this.#cases);
    if (!this.multiLabel) return area;
    if (this.labelWeights === null) return mean(area);
    const weights = tensor([...this.labelWeights]);
    return divideNoNan(sum(multiply(area, weights)), sum(weights));
  }

  /** Thresholds of one's own set their number, too. */
  override getConfig(): Config {
    const own = this.thresholds && { thresholds: this.#limits.slice(1, -1) };
    return { ...super.getConfig(), num_thresholds: this.#limits.length, ...own };
  }

  protected override validate(): void {
    const action = "create AUC";
    if (this.thresholds === null && this.numThresholds < 2) {
      const expected = "`numThresholds` must be an integer of at least 2";
      throw refusal(OptionError, { action, option: "numThresholds", expected, received: this.numThresholds });
    }
    if (this.numLabels !== null && !this.multiLabel) {
      const expected = "`numLabels` must be null without `multiLabel`";
      throw refusal(OptionError, { action, option: "numLabels", expected, received: this.numLabels });
    }
  }

  #build(labels: number | null): AllCases {
    const shape = labels === null ? [this.#limits.length] : [this.#limits.length, labels];
    return makeCases((name) => this.addVariable({ name, shape }));
  }
}

/** Thresholds in order, with one below all predictions and one above. */
function limitsOf(given: readonly number[] | null, count: number): readonly number[] {
  const inner = given ? [...given].sort((a, b) => a - b) : evenThresholds(count).slice(1, -1);
  return [-epsilon(), ...inner, 1 + epsilon()];
}
