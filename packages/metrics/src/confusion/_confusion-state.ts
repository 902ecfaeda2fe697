import type { Tensor, Variable } from "@hornbeam/core";

/** Where an update adds what; what is left out is not counted. Each of shape `[thresholds]` or `[thresholds, labels]`. */
export interface ConfusionState {
  readonly truePositives?: Variable;
  readonly falsePositives?: Variable;
  readonly trueNegatives?: Variable;
  readonly falseNegatives?: Variable;
}

/** What one batch adds, an entry a threshold. */
export interface ConfusionCounts {
  readonly truePositives: Tensor;
  readonly falsePositives: Tensor;
  /** Weights of all that is true, and of all that is not. */
  readonly positives: Tensor;
  readonly negatives: Tensor;
}
