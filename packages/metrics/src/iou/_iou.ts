import {
  isFloat,
  isInteger,
  isTensor,
  Metric,
  type MetricUpdateOptions,
  metricDType,
  NDArray,
  type Tensor,
  type TensorLike,
  toTensor,
  type Variable,
  warnOnce,
} from "@hornbeam/core";
import {
  add,
  argmax,
  broadcastTo,
  cast,
  divide,
  equal,
  eye,
  greater,
  greaterEqual,
  less,
  logicalAnd,
  logicalNot,
  matmul,
  multiply,
  oneHot,
  reshape,
  subtract,
  sum,
  take,
  tensor,
  transpose,
  where,
} from "@hornbeam/ops";

/** Classes are counted in whole numbers. */
export const iouDType = /* @__PURE__ */ metricDType("int64");

/** How truth, prediction and classes come. */
export interface IoUTraits {
  readonly numClasses: number;
  readonly targetClassIds: readonly number[];
  readonly ignoreClass: number | null;
  readonly sparseYTrue: boolean;
  readonly sparseYPred: boolean;
  readonly axis: number;
}

/** Parent of metrics of how much regions of a class overlap: the mean over classes of `TP / (TP + FP + FN)`. */
export abstract class OverlapMetric extends Metric {
  override readonly direction = "up";
  readonly #total: Variable;

  constructor(options?: object) {
    super(options);
    const { numClasses } = this.traits();
    const name = "total_confusion_matrix";
    this.#total = this.addVariable({ name, shape: [numClasses, numClasses], dtype: this.dtype });
  }

  /** How truth, prediction and classes come. Read before the fields of a sub-class are set. */
  protected abstract traits(): IoUTraits;

  override updateState(yTrue: TensorLike, yPred: TensorLike, { sampleWeight }: MetricUpdateOptions = {}): void {
    const { numClasses, ignoreClass, sparseYTrue, sparseYPred, axis } = this.traits();
    const labels = (value: TensorLike, sparse: boolean): Tensor => {
      const given = toTensor(value, { action: `update ${this.name}` });
      return reshape(cast(sparse ? given : argmax(given, { axis }), "int32"), [-1]);
    };
    const [truth, guess] = [labels(yTrue, sparseYTrue), labels(yPred, sparseYPred)];
    const weights = broadcastTo(this.#weights(sampleWeight), truth.shape);
    const within = logicalAnd(isClass(truth, numClasses), isClass(guess, numClasses));
    const counted = ignoreClass === null ? within : logicalAnd(within, logicalNot(equal(truth, ignoreClass)));
    const rows = multiply(oneHot(truth, numClasses), reshape(where(counted, weights, 0), [-1, 1]));
    this.#total.assignAdd(cast(matmul(transpose(rows), oneHot(guess, numClasses)), this.dtype));
  }

  override result(): Tensor {
    const matrix = cast(this.#total.value, "float32");
    const hits = sum(multiply(matrix, eye(matrix.shape[0]!)), 1);
    const all = subtract(add(sum(matrix, 0), sum(matrix, 1)), hits);
    const ids = tensor([...this.traits().targetClassIds], { dtype: "int32" });
    const [ofHits, ofAll] = [take(hits, ids, 0), take(all, ids, 0)];
    const seen = greater(ofAll, 1e-9);
    const overlaps = where(seen, divide(ofHits, add(ofAll, 1e-7)), 0);
    return divide(sum(overlaps), add(sum(cast(seen, "float32")), 1e-7));
  }

  /** One weight a label, cut to whole numbers where classes are counted in those. */
  #weights(sampleWeight: TensorLike | null | undefined): Tensor {
    if (sampleWeight === null || sampleWeight === undefined) return toTensor(1, { dtype: "float32" });
    const whole = isInteger(this.dtype);
    if (whole && (isTensor(sampleWeight) || sampleWeight instanceof NDArray) && isFloat(sampleWeight.dtype)) {
      warnOnce(`${this[Symbol.toStringTag]} counts in whole numbers: weights are cut off. Use \`dtype: "float32"\`.`);
    }
    const weights = cast(toTensor(sampleWeight, { dtype: this.dtype }), "float32");
    return weights.rank > 1 ? reshape(weights, [-1]) : weights;
  }
}

function isClass(labels: Tensor, classes: number): Tensor {
  return logicalAnd(greaterEqual(labels, 0), less(labels, classes));
}
