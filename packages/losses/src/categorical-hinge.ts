import { defineLoss, defineMeasure } from "@hornbeam/core";
import { add, max, maximum, multiply, subtract, sum } from "@hornbeam/ops";
import { likePrediction } from "./_operands.ts";

/**
 * `max(neg - pos + 1, 0)` with `pos = Σ t·p` and `neg = max((1 - t)·p)` over the last axis; `[batch, ..., classes]`
 * becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/hinge_losses/#categoricalhinge-function | keras.losses.categorical_hinge}
 * @example
 * categoricalHinge([[0, 1]], [[0.5, 0.25]]); // [1.25]
 */
export const categoricalHinge = /* @__PURE__ */ defineMeasure("categorical_hinge", {}, (yTrue, yPred) => {
  const truth = likePrediction(yTrue, yPred);
  const right = sum(multiply(truth, yPred), -1);
  const wrong = max(multiply(subtract(1, truth), yPred), -1);
  return maximum(add(subtract(wrong, right), 1), 0);
});

/**
 * Hinge loss of one class against the best of the others, reduced over the batch.
 *
 * - yTrue: `[batch, ..., classes]`, 0 and 1
 * - yPred: `[batch, ..., classes]`
 *
 * @see {@link https://keras.io/api/losses/hinge_losses/#categoricalhinge-class | keras.losses.CategoricalHinge}
 * @example
 * new CategoricalHinge()([[0, 1]], [[0.5, 0.25]]); // 1.25
 */
export class CategoricalHinge extends /* @__PURE__ */ defineLoss(
  "keras.losses.CategoricalHinge",
  {},
  categoricalHinge,
) {}
