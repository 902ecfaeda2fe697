import { defineLoss, defineMeasure, epsilon } from "@hornbeam/core";
import { clip, divide, log, multiply, sum } from "@hornbeam/ops";
import { likePrediction } from "./_operands.ts";

/**
 * Kullback and Leibler's divergence, the sum over the last axis of `t · ln(t / p)`, both held within `[1e-7, 1]`;
 * `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#kldivergence-function | keras.losses.kl_divergence}
 * @example
 * klDivergence([[0.5, 0.5]], [[0.25, 0.75]]); // [0.143841]
 */
export const klDivergence = /* @__PURE__ */ defineMeasure("kl_divergence", {}, (yTrue, yPred) => {
  const truth = clip(likePrediction(yTrue, yPred), epsilon(), 1);
  const guess = clip(yPred, epsilon(), 1);
  return sum(multiply(truth, log(divide(truth, guess))), -1);
});

/**
 * Kullback and Leibler's divergence of two distributions, `Σ t · ln(t / p)`, reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`, probabilities
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#kldivergence-class | keras.losses.KLDivergence}
 * @example
 * new KLDivergence()([[0.5, 0.5]], [[0.25, 0.75]]); // 0.143841
 */
export class KLDivergence extends /* @__PURE__ */ defineLoss("keras.losses.KLDivergence", {}, klDivergence) {}
