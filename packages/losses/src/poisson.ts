import { defineLoss, defineMeasure, epsilon } from "@hornbeam/core";
import { add, log, mean, multiply, subtract } from "@hornbeam/ops";
import { likePrediction } from "./_operands.ts";

/**
 * Mean over the last axis of `yPred - yTrue · ln(yPred + 1e-7)`; `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#poisson-function | keras.losses.poisson}
 * @example
 * poisson([[0, 1]], [[1, 1]]); // [1]
 */
export const poisson = /* @__PURE__ */ defineMeasure("poisson", {}, (yTrue, yPred) =>
  mean(subtract(yPred, multiply(likePrediction(yTrue, yPred), log(add(yPred, epsilon())))), -1),
);

/**
 * What counts lose under Poisson's distribution of mean `yPred`, up to a constant; over the last axis and reduced over
 * the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`, not negative
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#poisson-class | keras.losses.Poisson}
 * @example
 * new Poisson()([[0, 1]], [[1, 1]]); // 1
 */
export class Poisson extends /* @__PURE__ */ defineLoss("keras.losses.Poisson", {}, poisson) {}
