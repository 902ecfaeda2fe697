import { hinge } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `max(1 - yTrue · yPred, 0)` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`; truths of -1 and 1, or of 0 and 1
 *
 * @see {@link https://keras.io/api/metrics/hinge_metrics/#hinge-class | keras.metrics.Hinge}
 * @example
 * new Hinge()([[-1, 1]], [[0.5, 0.25]]); // 1.125
 */
export class Hinge extends /* @__PURE__ */ defineMeanMetric("keras.metrics.Hinge", {}, hinge, {
  direction: "down",
}) {}
