import type { Tensor } from "@hornbeam/core";
import { cast, expandDims, greater, multiply, reshape, subtract, sum, tensor } from "@hornbeam/ops";
import type { ConfusionCounts } from "./_confusion-state.ts";
import type { Batch } from "./_count-in-buckets.ts";

/** Counts for any thresholds: every prediction is compared with each of them. */
export function countByComparison({ truth, guess, weights }: Batch, thresholds: readonly number[]): ConfusionCounts {
  const limits = reshape(tensor([...thresholds]), [-1, 1, 1]);
  const above = cast(greater(expandDims(guess, 0), limits), "float32"); // [thresholds, samples, labels]
  const positive = weights ? multiply(truth, weights) : truth;
  const negative = weights ? multiply(subtract(1, truth), weights) : subtract(1, truth);
  const sumAbove = (values: Tensor): Tensor => sum(multiply(above, expandDims(values, 0)), 1);
  return {
    truePositives: sumAbove(positive),
    falsePositives: sumAbove(negative),
    positives: sum(positive, 0),
    negatives: sum(negative, 0),
  };
}
