import { defineMeasure } from "@hornbeam/core";
import { argmax, cast, equal } from "@hornbeam/ops";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Whether the likeliest class is the true one, both given a number a class: 1 or 0; `[batch, ..., classes]` becomes
 * `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class | keras.metrics.categorical_accuracy}
 * @example
 * categoricalAccuracy([[0, 0, 1], [0, 1, 0]], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]]); // [0, 1]
 */
export const categoricalAccuracy = /* @__PURE__ */ defineMeasure("categorical_accuracy", {}, (yTrue, yPred) =>
  cast(equal(argmax(yTrue, { axis: -1 }), argmax(yPred, { axis: -1 })), "float32"),
);

/**
 * Share of samples whose likeliest class is the true one, for one-hot labels.
 *
 * - yTrue: `[batch, ..., classes]`
 * - yPred: `[batch, ..., classes]`, probabilities or logits
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#categoricalaccuracy-class | keras.metrics.CategoricalAccuracy}
 * @example
 * new CategoricalAccuracy()([[0, 0, 1], [0, 1, 0]], [[0.1, 0.9, 0.8], [0.05, 0.95, 0]]); // 0.5
 */
export class CategoricalAccuracy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.CategoricalAccuracy",
  {},
  categoricalAccuracy,
  { direction: "up" },
) {}
