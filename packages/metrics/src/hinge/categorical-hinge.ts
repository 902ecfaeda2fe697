import { categoricalHinge } from "@hornbeam/losses";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean of the hinge loss of one class against the best of the others.
 *
 * - yTrue, yPred: `[batch, ..., classes]`
 *
 * @see {@link https://keras.io/api/metrics/hinge_metrics/#categoricalhinge-class | keras.metrics.CategoricalHinge}
 * @example
 * new CategoricalHinge()([[0, 1]], [[0.5, 0.25]]); // 1.25
 */
export class CategoricalHinge extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.CategoricalHinge",
  {},
  categoricalHinge,
  {
    direction: "down",
  },
) {}
