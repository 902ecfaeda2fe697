import { axes, defineLoss, defineMeasure, type Tensor } from "@hornbeam/core";
import { divide, maximum, multiply, negative, sqrt, square, sum } from "@hornbeam/ops";
import { aligned } from "./_operands.ts";

/** Squares below this count as zero where vectors are scaled to length 1. */
const smallest = 1e-12;

/**
 * Minus the cosine of the angle between vectors: `-Σ t·p / (‖t‖ ‖p‖)`, in `[-1, 1]`; -1 where they point the same way,
 * 0 where one of them is zero.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#cosinesimilarity-function | keras.losses.cosine_similarity}
 * @example
 * cosineSimilarity([[0, 1], [1, 1]], [[1, 0], [1, 1]]); // [0, -1]
 */
export const cosineSimilarity = /* @__PURE__ */ defineMeasure(
  "cosine_similarity",
  {
    /** Axis of the vectors' components. */
    axis: axes(-1),
  },
  (yTrue, yPred, { axis }) => {
    const [truth, guess] = aligned(yTrue, yPred);
    return negative(sum(multiply(toUnit(truth, axis), toUnit(guess, axis)), { axis }));
  },
);

/**
 * Minus the cosine of the angle between vectors, reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#cosinesimilarity-class | keras.losses.CosineSimilarity}; its
 * configs lose an `axis` other than the last, those of this class hold it
 * @example
 * new CosineSimilarity()([[0, 1], [1, 1]], [[1, 0], [1, 1]]); // -0.5
 */
export class CosineSimilarity extends /* @__PURE__ */ defineLoss(
  "keras.losses.CosineSimilarity",
  {
    /** Axis of the vectors' components. */
    axis: axes(-1, { writtenIfSet: true }),
  },
  cosineSimilarity,
) {}

/** Vectors of length 1. */
export function toUnit(x: Tensor, axis: number | readonly number[]): Tensor {
  const squares = sum(square(x), { axis, keepdims: true });
  return divide(x, sqrt(maximum(squares, smallest)));
}
