import { boolean, fraction } from "@hornbeam/core";
import { binaryCrossentropy } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

const options = {
  /** Whether predictions are logits: any real numbers, in place of probabilities. */
  fromLogits: /* @__PURE__ */ boolean(false),
  /** Share of the truth, in `[0, 1]`, that is spread evenly over the classes. */
  labelSmoothing: /* @__PURE__ */ fraction(0),
};

/**
 * Mean of `-(t · ln p + (1 - t) · ln(1 - p))` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`; 0 and 1, and probabilities
 *
 * @see {@link https://keras.io/api/metrics/probabilistic_metrics/#binarycrossentropy-class | keras.metrics.BinaryCrossentropy}
 * @example
 * new BinaryCrossentropy()([[0, 1]], [[0.5, 0.5]]); // 0.6931472
 */
export class BinaryCrossentropy extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.BinaryCrossentropy",
  options,
  binaryCrossentropy,
  {
    direction: "down",
  },
) {}
