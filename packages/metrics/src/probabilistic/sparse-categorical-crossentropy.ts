import { boolean, integer, nullable } from "@hornbeam/core";
import { sparseCategoricalCrossentropy } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

const options = {
  /** Whether predictions are logits: any real numbers, in place of probabilities. */
  fromLogits: /* @__PURE__ */ boolean(false),
  /** A class that counts for nothing. */
  ignoreClass: /* @__PURE__ */ nullable(integer)(null),
  /** Axis of the classes. */
  axis: /* @__PURE__ */ integer(-1),
};

/**
 * Mean of `-ln p[t]` over all that has been seen, for labels that are numbers of classes.
 *
 * - yTrue: `[batch, ...]`, whole numbers from 0
 * - yPred: `[batch, ..., classes]`, probabilities
 *
 * @see {@link https://keras.io/api/metrics/probabilistic_metrics/#sparsecategoricalcrossentropy-class | keras.metrics.SparseCategoricalCrossentropy}
 * @example
 * new SparseCategoricalCrossentropy()([1, 0], [[0.5, 0.5], [1, 0]]); // 0.3465736
 */
export class SparseCategoricalCrossentropy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.SparseCategoricalCrossentropy",
  options,
  sparseCategoricalCrossentropy,
  {
    direction: "down",
  },
) {}
