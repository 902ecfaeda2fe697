import { axes, defineLoss, defineMeasure, epsilon, nullable } from "@hornbeam/core";
import { add, divide, multiply, subtract, sum } from "@hornbeam/ops";
import { likePrediction } from "./_operands.ts";

const options = {
  /** Axes that are summed over: all of them, the batch included, for null. */
  axis: /* @__PURE__ */ nullable(axes)(null),
};

/**
 * Dice's loss, `1 - 2 Σ t·p / (Σ t + Σ p)`: 0 where the regions are the same, 1 where they have nothing in common.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/ | keras.losses.dice}
 * @example
 * dice([[1, 0]], [[0.5, 0.5]]); // 0.5
 */
export const dice = /* @__PURE__ */ defineMeasure("dice", options, (yTrue, yPred, { axis }) => {
  const truth = likePrediction(yTrue, yPred);
  const common = sum(multiply(truth, yPred), { axis });
  const all = add(add(sum(truth, { axis }), sum(yPred, { axis })), epsilon());
  return subtract(1, divide(multiply(common, 2), all));
});

/**
 * Dice's loss of regions, reduced over what `axis` leaves.
 *
 * - yTrue, yPred: of one shape, in `[0, 1]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/ | keras.losses.Dice}
 * @example
 * new Dice()([[1, 0]], [[0.5, 0.5]]); // 0.5
 */
export class Dice extends /* @__PURE__ */ defineLoss("keras.losses.Dice", options, dice) {}
