import { boolean, defineLoss, defineMeasure, number } from "@hornbeam/core";
import { add, mean, multiply, binaryCrossentropy as ofElements, power, sigmoid, subtract } from "@hornbeam/ops";
import { smoothBinary } from "./_label-smoothing.ts";
import { likePrediction } from "./_operands.ts";
import { crossentropyOptions } from "./_options.ts";

const options = {
  ...crossentropyOptions,
  /** Whether the classes are weighted, 1 by `alpha` and 0 by `1 - alpha`. */
  applyClassBalancing: /* @__PURE__ */ boolean(false),
  /** Weight of class 1, in `[0, 1]`. */
  alpha: /* @__PURE__ */ number(0.25),
  /** How much what is predicted well counts less: 0 not at all. */
  gamma: /* @__PURE__ */ number(2),
};

/**
 * Mean over an axis of `(1 - q)^gamma` times the binary crossentropy, `q` being the probability given to the truth;
 * `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-function | keras.losses.binary_focal_crossentropy}
 * @see {@link https://arxiv.org/abs/1708.02002 | Lin et al., 2017}
 * @example
 * binaryFocalCrossentropy([[0, 1]], [[0.5, 0.5]]); // [0.1732868]
 */
export const binaryFocalCrossentropy = /* @__PURE__ */ defineMeasure(
  "binary_focal_crossentropy",
  options,
  (yTrue, yPred, { fromLogits, labelSmoothing, axis, applyClassBalancing, alpha, gamma }) => {
    const truth = smoothBinary(likePrediction(yTrue, yPred), labelSmoothing);
    const p = fromLogits ? sigmoid(yPred) : yPred;
    const untrue = subtract(1, truth);
    const given = add(multiply(truth, p), multiply(untrue, subtract(1, p)));
    const focal = multiply(power(subtract(1, given), gamma), ofElements(truth, p));
    if (!applyClassBalancing) return mean(focal, axis);
    return mean(multiply(add(multiply(truth, alpha), multiply(untrue, 1 - alpha)), focal), axis);
  },
);

/**
 * Binary crossentropy in which what is predicted well counts less, reduced over the batch.
 *
 * - yTrue: `[batch, ..., d]`, 0 and 1
 * - yPred: `[batch, ..., d]`, probabilities, or logits with `fromLogits`
 *
 * @throws {ShapeError} when the shapes differ.
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class | keras.losses.BinaryFocalCrossentropy}
 * @see {@link https://arxiv.org/abs/1708.02002 | Lin et al., 2017}
 * @example
 * new BinaryFocalCrossentropy()([[0, 1]], [[0.5, 0.5]]); // 0.1732868
 */
export class BinaryFocalCrossentropy extends /* @__PURE__ */ defineLoss(
  "keras.losses.BinaryFocalCrossentropy",
  options,
  binaryFocalCrossentropy,
) {}
