import { boolean, defineMeasure, positiveInteger } from "@hornbeam/core";
import { any, cast, equal, expandDims, inTopK, slice } from "@hornbeam/ops";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";
import { byRows } from "./_by-rows.ts";

const options = {
  /** How many of the likeliest classes count. */
  k: /* @__PURE__ */ positiveInteger(5),
  /** Whether predictions are numbers of classes, the likeliest first, in place of scores. */
  fromSortedIds: /* @__PURE__ */ boolean(false, { writtenIfSet: true }),
};

/**
 * Whether the true class, given by its number, is among the `k` likeliest: 1 or 0; `[batch, ..., classes]` becomes
 * `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class | keras.metrics.sparse_top_k_categorical_accuracy}
 * @example
 * sparseTopKCategoricalAccuracy([2, 1], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]], { k: 2 }); // [1, 1]
 */
export const sparseTopKCategoricalAccuracy = /* @__PURE__ */ defineMeasure(
  "sparse_top_k_categorical_accuracy",
  options,
  (yTrue, yPred, { k, fromSortedIds }) =>
    byRows(yTrue, yPred, (labels, rows) => {
      if (!fromSortedIds) return inTopK(labels, rows, k);
      const first = slice(rows, [0, 0], [rows.shape[0]!, Math.min(k, rows.shape[1]!)]);
      return any(equal(expandDims(cast(labels, rows.dtype as "float32"), 1), first), 1);
    }),
);

/**
 * Share of samples whose true class, given by its number, is among the `k` likeliest.
 *
 * - yTrue: `[batch, ...]`, whole numbers from 0
 * - yPred: `[batch, ..., classes]`, probabilities or logits
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#sparsetopkcategoricalaccuracy-class | keras.metrics.SparseTopKCategoricalAccuracy}
 * @example
 * new SparseTopKCategoricalAccuracy({ k: 1 })([2, 1], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]]); // 0.5
 */
export class SparseTopKCategoricalAccuracy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.SparseTopKCategoricalAccuracy",
  options,
  sparseTopKCategoricalAccuracy,
  { direction: "up" },
) {}
