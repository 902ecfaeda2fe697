import { defineLoss, defineMeasure, epsilon, number, option } from "@hornbeam/core";
import { clip, divide, log, multiply, negative, power, softmax, subtract, sum } from "@hornbeam/ops";
import { warnOfOneClass } from "./_class-axis.ts";
import { smoothClasses } from "./_label-smoothing.ts";
import { likePrediction } from "./_operands.ts";
import { crossentropyOptions } from "./_options.ts";

const weights = /* @__PURE__ */ option<number | readonly number[]>("a number or a list of numbers", (input) =>
  [input].flat().every((weight) => typeof weight === "number" && !Number.isNaN(weight))
    ? (input as number | readonly number[])
    : undefined,
);

const options = {
  ...crossentropyOptions,
  /** Weight of all classes, or a weight a class. */
  alpha: /* @__PURE__ */ weights(0.25),
  /** How much what is predicted well counts less: 0 not at all. */
  gamma: /* @__PURE__ */ number(2),
};

/**
 * `Σ alpha · (1 - p)^gamma · (-t · ln p)` over the classes, probabilities scaled to sum to 1 and held within
 * `[1e-7, 1 - 1e-7]`; `[batch, ..., classes]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-function | keras.losses.categorical_focal_crossentropy}
 * @see {@link https://arxiv.org/abs/1708.02002 | Lin et al., 2017}
 * @example
 * categoricalFocalCrossentropy([[0, 1]], [[0.5, 0.5]]); // [0.0433217]
 */
export const categoricalFocalCrossentropy = /* @__PURE__ */ defineMeasure(
  "categorical_focal_crossentropy",
  options,
  (yTrue, yPred, { fromLogits, labelSmoothing, axis, alpha, gamma }) => {
    warnOfOneClass("categoricalFocalCrossentropy", yPred);
    const truth = smoothClasses(likePrediction(yTrue, yPred), labelSmoothing);
    const given = fromLogits ? softmax(yPred, { axis }) : yPred;
    const p = clip(divide(given, sum(given, { axis, keepdims: true })), epsilon(), 1 - epsilon());
    const weight = multiply(power(subtract(1, p), gamma), alpha);
    return sum(multiply(weight, multiply(negative(truth), log(p))), { axis });
  },
);

/**
 * Categorical crossentropy in which what is predicted well counts less, reduced over the batch.
 *
 * - yTrue: `[batch, ..., classes]`, 0 and 1, or probabilities
 * - yPred: `[batch, ..., classes]`, probabilities, or logits with `fromLogits`
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class | keras.losses.CategoricalFocalCrossentropy}
 * @see {@link https://arxiv.org/abs/1708.02002 | Lin et al., 2017}
 * @example
 * new CategoricalFocalCrossentropy()([[0, 1]], [[0.5, 0.5]]); // 0.0433217
 */
export class CategoricalFocalCrossentropy extends /* @__PURE__ */ defineLoss(
  "keras.losses.CategoricalFocalCrossentropy",
  options,
  categoricalFocalCrossentropy,
) {}
