import { defineMeasure } from "@hornbeam/core";
import { cast, equal } from "@hornbeam/ops";
import { aligned } from "../_operands.ts";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/** Whether labels are equal, element by element: 1 or 0. */
const accuracy = /* @__PURE__ */ defineMeasure("accuracy", {}, (yTrue, yPred) =>
  cast(equal(...aligned(yTrue, yPred)), "float32"),
);

/**
 * Share of predictions that equal the labels.
 *
 * - yTrue, yPred: of one shape
 *
 * @see {@link https://keras.io/api/metrics/accuracy_metrics/#accuracy-class | keras.metrics.Accuracy}
 * @example
 * new Accuracy()([1, 2, 3, 4], [0, 2, 3, 4]); // 0.75
 */
export class Accuracy extends /* @__PURE__ */ defineMeanMetric("keras.metrics.Accuracy", {}, accuracy, {
  direction: "up",
}) {}
