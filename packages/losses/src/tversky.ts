import { axes, defineLoss, defineMeasure, epsilon, nullable, number } from "@hornbeam/core";
import { add, divide, multiply, subtract, sum } from "@hornbeam/ops";
import { likePrediction } from "./_operands.ts";

const options = {
  /** Weight of what is there and was not predicted. */
  alpha: /* @__PURE__ */ number(0.5),
  /** Weight of what was predicted and is not there. */
  beta: /* @__PURE__ */ number(0.5),
  /** Axes that are summed over: all of them, the batch included, for null. */
  axis: /* @__PURE__ */ nullable(axes)(null),
};

/**
 * Tversky's loss, `1 - c / (c + alpha · missed + beta · false)` with `c = Σ t·p`, `missed = Σ t·(1 - p)` and
 * `false = Σ (1 - t)·p`. With both weights ½ it is {@link dice}.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/ | keras.losses.tversky}
 * @see {@link https://arxiv.org/abs/1706.05721 | Salehi et al., 2017}
 * @example
 * tversky([[1, 0]], [[0.5, 0.5]]); // 0.5
 */
export const tversky = /* @__PURE__ */ defineMeasure("tversky", options, (yTrue, yPred, { alpha, beta, axis }) => {
  const truth = likePrediction(yTrue, yPred);
  const common = sum(multiply(truth, yPred), { axis });
  const missed = sum(multiply(subtract(1, yPred), truth), { axis });
  const wrong = sum(multiply(yPred, subtract(1, truth)), { axis });
  const all = add(add(common, add(multiply(missed, alpha), multiply(wrong, beta))), epsilon());
  return subtract(1, divide(common, all));
});

/**
 * Tversky's loss of regions, in which misses and false alarms weigh differently; reduced over what `axis` leaves.
 *
 * - yTrue, yPred: of one shape, in `[0, 1]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/ | keras.losses.Tversky}
 * @see {@link https://arxiv.org/abs/1706.05721 | Salehi et al., 2017}
 * @example
 * new Tversky()([[1, 0]], [[0.5, 0.5]]); // 0.5
 */
export class Tversky extends /* @__PURE__ */ defineLoss("keras.losses.Tversky", options, tversky) {}
