import { defineMeasure, positiveInteger } from "@hornbeam/core";
import { argmax, inTopK } from "@hornbeam/ops";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";
import { byRows } from "./_by-rows.ts";

const options = {
  /** How many of the likeliest classes count. */
  k: /* @__PURE__ */ positiveInteger(5),
};

/**
 * Whether the true class is among the `k` likeliest, for one-hot labels: 1 or 0; `[batch, ..., classes]` becomes
 * `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class | keras.metrics.top_k_categorical_accuracy}
 * @example
 * topKCategoricalAccuracy([[0, 0, 1], [0, 1, 0]], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]], { k: 2 }); // [1, 1]
 */
export const topKCategoricalAccuracy = /* @__PURE__ */ defineMeasure(
  "top_k_categorical_accuracy",
  options,
  (yTrue, yPred, { k }) =>
    byRows(argmax(yTrue, { axis: -1 }), yPred, (labels, predictions) => inTopK(labels, predictions, k)),
);

/**
 * Share of samples whose true class is among the `k` likeliest, for one-hot labels.
 *
 * - yTrue: `[batch, ..., classes]`
 * - yPred: `[batch, ..., classes]`, probabilities or logits
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#topkcategoricalaccuracy-class | keras.metrics.TopKCategoricalAccuracy}
 * @example
 * new TopKCategoricalAccuracy({ k: 1 })([[0, 0, 1], [0, 1, 0]], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]]); // 0.5
 */
export class TopKCategoricalAccuracy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.TopKCategoricalAccuracy",
  options,
  topKCategoricalAccuracy,
  { direction: "up" },
) {}
