import { squaredHinge } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of `max(1 - yTrue · yPred, 0)²` over all that has been seen.
 *
 * - yTrue, yPred: `[batch, ..., d]`; truths of -1 and 1, or of 0 and 1
 *
 * @see {@link https://keras.io/api/metrics/hinge_metrics/#squaredhinge-class | keras.metrics.SquaredHinge}
 * @example
 * new SquaredHinge()([[-1, 1]], [[0.5, 0]]); // 1.625
 */
export class SquaredHinge extends /* @__PURE__ */ defineMeanMetric("keras.metrics.SquaredHinge", {}, squaredHinge, {
  direction: "down",
}) {}
