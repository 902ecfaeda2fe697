import { poisson } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `yPred - yTrue · ln(yPred)` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`, not negative
 *
 * @see {@link https://keras.io/api/metrics/probabilistic_metrics/#poisson-class | keras.metrics.Poisson}
 * @example
 * new Poisson()([[0, 1]], [[1, 1]]); // 1
 */
export class Poisson extends /* @__PURE__ */ defineMeanMetric("keras.metrics.Poisson", {}, poisson) {}
