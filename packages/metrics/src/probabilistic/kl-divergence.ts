import { klDivergence } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `Σ t · ln(t / p)` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`, probabilities
 *
 * @see {@link https://keras.io/api/metrics/probabilistic_metrics/#kldivergence-class | keras.metrics.KLDivergence}
 * @example
 * new KLDivergence()([[0.5, 0.5]], [[0.25, 0.75]]); // 0.143841
 */
export class KLDivergence extends /* @__PURE__ */ defineMeanMetric("keras.metrics.KLDivergence", {}, klDivergence) {}
