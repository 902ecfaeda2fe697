import type { Tensor } from "@hornbeam/core";
import {
  add,
  cast,
  ceil,
  clip,
  cumsum,
  expandDims,
  flip,
  maximum,
  multiply,
  reshape,
  segmentSum,
  slice,
  subtract,
  sum,
  tensor,
  transpose,
} from "@hornbeam/ops";
import type { ConfusionCounts } from "./_confusion-state.ts";

/** One batch, as `[samples, labels]`. */
export interface Batch {
  /** 0 and 1. */
  readonly truth: Tensor;
  readonly guess: Tensor;
  readonly weights: Tensor | null;
}

/**
 * Counts for `count` thresholds in equal steps from 0 to 1: each prediction falls into the bucket of the highest
 * threshold that it exceeds, and the sums over the buckets from a threshold on are what lies above it.
 *
 * @param open Whether the ends lie outside of [0, 1], so that all predictions exceed the first threshold.
 */
export function countInBuckets({ truth, guess, weights }: Batch, count: number, open: boolean): ConfusionCounts {
  const labels = guess.shape[1]!;
  const place = subtract(ceil(multiply(clip(guess, 0, 1), count - 1)), 1);
  // bucket 0 is for what exceeds no threshold, and each label has its own buckets
  const bucket = add(open ? maximum(place, 0) : place, 1);
  const first = tensor(Array.from({ length: labels }, (_, label) => label * (count + 1)));
  const ids = reshape(cast(add(bucket, expandDims(first, 0)), "int32"), [-1]);
  const above = (values: Tensor): Tensor => {
    const sums = segmentSum(reshape(values, [-1]), ids, { numSegments: labels * (count + 1) });
    const buckets = slice(reshape(sums, [labels, count + 1]), [0, 1], [labels, count]);
    return transpose(flip(cumsum(flip(buckets, 1), 1), 1));
  };
  const positive = weights ? multiply(truth, weights) : truth;
  const negative = weights ? multiply(subtract(1, truth), weights) : subtract(1, truth);
  return {
    truePositives: above(positive),
    falsePositives: above(negative),
    positives: sum(positive, 0),
    negatives: sum(negative, 0),
  };
}
