import { OptionError, refusal, type Tensor, type TensorLike, toTensor, type Variable } from "@hornbeam/core";
import {
  add,
  broadcastTo,
  cast,
  expandDims,
  topK as largest,
  multiply,
  oneHot,
  reshape,
  slice,
  squeeze,
  subtract,
  sum,
} from "@hornbeam/ops";
import { sameRank } from "../_operands.ts";
import type { ConfusionState } from "./_confusion-state.ts";
import { countByComparison } from "./_count-by-comparison.ts";
import { type Batch, countInBuckets } from "./_count-in-buckets.ts";

/** Stands for a prediction that is not among the first `topK`. */
const farBelow = -1e10;

export interface ConfusionOptions {
  /** In messages: `update Precision "precision"`. */
  readonly action: string;
  readonly thresholds: readonly number[];
  /** Whether thresholds go from 0 to 1 in equal steps. */
  readonly even: boolean;
  /** Only so many of the largest predictions of a sample count. */
  readonly topK?: number | null;
  /** Only this class counts. */
  readonly classId?: number | null;
  readonly sampleWeight?: TensorLike | null | undefined;
  /** Whether labels are counted apart. */
  readonly multiLabel?: boolean;
  /** Weights of the labels, where they are counted together. */
  readonly labelWeights?: readonly number[] | null;
}

/** Adds what a batch says of true and false positives and negatives, a number a threshold. */
export function updateConfusion(
  state: ConfusionState,
  yTrue: TensorLike,
  yPred: TensorLike,
  options: ConfusionOptions,
): void {
  const batch = batchOf(yTrue, yPred, options);
  const { thresholds, even, multiLabel } = options;
  const open = thresholds[0]! < 0 || thresholds.at(-1)! > 1;
  const counts = even ? countInBuckets(batch, thresholds.length, open) : countByComparison(batch, thresholds);
  const addTo = (variable: Variable | undefined, value: () => Tensor): void => {
    if (variable) variable.assignAdd(multiLabel ? value() : squeeze(value(), 1));
  };
  addTo(state.truePositives, () => counts.truePositives);
  addTo(state.falsePositives, () => counts.falsePositives);
  addTo(state.trueNegatives, () => subtract(expandDims(counts.negatives, 0), counts.falsePositives));
  addTo(state.falseNegatives, () => subtract(expandDims(counts.positives, 0), counts.truePositives));
}

/** The batch as `[samples, labels]`, or as one column where labels are counted together. */
function batchOf(yTrue: TensorLike, yPred: TensorLike, options: ConfusionOptions): Batch {
  const convert = (value: TensorLike): Tensor => toTensor(value, { dtype: "float32", action: options.action });
  let [guess, truth] = sameRank(convert(yPred), convert(yTrue));
  let weights: Tensor | null = null;
  if (options.sampleWeight !== null && options.sampleWeight !== undefined) {
    weights = sameRank(truth, expandDims(convert(options.sampleWeight), -1), false)[1];
  }
  if (options.topK != null) guess = onlyLargest(guess, options.topK);
  if (options.classId != null) [truth, guess] = [truth, guess].map((x) => oneClass(options, x)) as [Tensor, Tensor];
  if (options.labelWeights) {
    const spread = broadcastTo(expandDims(convert([...options.labelWeights]), 0), guess.shape);
    weights = weights ? multiply(broadcastTo(weights, guess.shape), spread) : spread;
  }
  const columns = options.multiLabel ? guess.shape.at(-1)! : 1;
  const shaped = (x: Tensor): Tensor => reshape(x, [-1, columns]);
  return {
    truth: shaped(cast(cast(truth, "bool"), "float32")),
    guess: shaped(guess),
    weights: weights && shaped(broadcastTo(weights, guess.shape)),
  };
}

function onlyLargest(x: Tensor, k: number): Tensor {
  const [, places] = largest(x, k) as readonly [Tensor, Tensor];
  const kept = sum(oneHot(places, x.shape.at(-1)!), -2);
  return add(multiply(x, kept), multiply(subtract(1, kept), farBelow));
}

function oneClass({ action, classId }: ConfusionOptions, x: Tensor): Tensor {
  const classes = x.shape.at(-1);
  if (x.rank < 2 || classes === undefined || classId! >= classes) {
    throw refusal(OptionError, {
      action,
      option: "classId",
      expected: `the tensors must be of shape [batch, classes] and hold class ${classId}`,
      receivedAs: "shape",
      received: x.shape,
    });
  }
  const start = x.shape.map((_, axis) => (axis === x.rank - 1 ? classId! : 0));
  return slice(x, start, [...x.shape.slice(0, -1), 1]);
}
