import { axes } from "@hornbeam/core";
import { cosineSimilarity } from "@hornbeam/losses";
import { negative } from "@hornbeam/ops";
import { defineMeanMetric } from "../reduction/mean-of-measure.ts";

/**
 * Mean cosine of the angle between vectors, `Σ t·p / (‖t‖ ‖p‖)`: 1 where they point the same way. The loss of this name
 * has the other sign.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/metrics/regression_metrics/#cosinesimilarity-class | keras.metrics.CosineSimilarity};
 * its configs lose an `axis` other than the last, those of this class hold it
 * @example
 * new CosineSimilarity()([[0, 1], [1, 1]], [[1, 0], [1, 1]]); // 0.5
 */
export class CosineSimilarity extends /* @__PURE__ */ defineMeanMetric(
  "keras.metrics.CosineSimilarity",
  {
    /** Axis of the vectors' components. */
    axis: axes(-1, { writtenIfSet: true }),
  },
  (yTrue, yPred, { axis }) => negative(cosineSimilarity(yTrue, yPred, { axis })),
  { direction: "up" },
) {}
