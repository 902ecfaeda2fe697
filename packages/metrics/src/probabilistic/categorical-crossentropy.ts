import { boolean, fraction, integer } from "@hornbeam/core";
import { categoricalCrossentropy } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

const options = {
  /** Whether predictions are logits: any real numbers, in place of probabilities. */
  fromLogits: /* @__PURE__ */ boolean(false),
  /** Share of the truth, in `[0, 1]`, that is spread evenly over the classes. */
  labelSmoothing: /* @__PURE__ */ fraction(0),
  /** Axis of the classes. */
  axis: /* @__PURE__ */ integer(-1),
};

/**
 * Mean of `-Σ t · ln p` over all that has been seen, for one-hot labels.
 *
 * - yTrue, yPred: `[batch, ..., classes]`; one-hot, and probabilities
 *
 * @see {@link https://keras.io/api/metrics/probabilistic_metrics/#categoricalcrossentropy-class | keras.metrics.CategoricalCrossentropy}
 * @example
 * new CategoricalCrossentropy()([[0, 1]], [[0.5, 0.5]]); // 0.6931472
 */
export class CategoricalCrossentropy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.CategoricalCrossentropy",
  options,
  categoricalCrossentropy,
  {
    direction: "down",
  },
) {}
