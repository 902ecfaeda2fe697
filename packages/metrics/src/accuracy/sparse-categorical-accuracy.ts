import { defineMeasure } from "@hornbeam/core";
import { argmax, cast, equal, squeeze } from "@hornbeam/ops";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Whether the likeliest class is the true one, which is given by its number: 1 or 0; `[batch, ..., classes]` becomes
 * `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class | keras.metrics.sparse_categorical_accuracy}
 * @example
 * sparseCategoricalAccuracy([2, 1], [[0.1, 0.6, 0.3], [0.05, 0.95, 0]]); // [0, 1]
 */
export const sparseCategoricalAccuracy = /* @__PURE__ */ defineMeasure(
  "sparse_categorical_accuracy",
  {},
  (yTrue, yPred) => {
    const column = yTrue.shape.length === yPred.shape.length && yTrue.shape.at(-1) === 1;
    const labels = column ? squeeze(yTrue, -1) : yTrue;
    const matches = equal(cast(labels, "float32"), cast(argmax(yPred, { axis: -1 }), "float32"));
    const values = cast(matches, "float32");
    return values.shape.length > 1 && values.shape.at(-1) === 1 ? squeeze(values, -1) : values;
  },
);

/**
 * Share of samples whose likeliest class is the true one, for labels that are numbers of classes.
 *
 * - yTrue: `[batch, ...]` or `[batch, ..., 1]`, whole numbers from 0
 * - yPred: `[batch, ..., classes]`, probabilities or logits
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#sparsecategoricalaccuracy-class | keras.metrics.SparseCategoricalAccuracy}
 * @example
 * new SparseCategoricalAccuracy()([2, 1], [[0.1, 0.6, 0.3], [0.05, 0.95, 0]]); // 0.5
 */
export class SparseCategoricalAccuracy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.SparseCategoricalAccuracy",
  {},
  sparseCategoricalAccuracy,
  { direction: "up" },
) {}
