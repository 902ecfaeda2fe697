import { defineLoss, defineMeasure, option } from "@hornbeam/core";
import { cast, divide, multiply, oneHot, power, subtract, sum } from "@hornbeam/ops";

/** Between the two: a number in (0, 1). */
const between = /* @__PURE__ */ option<number>("a number in (0, 1)", (input) =>
  typeof input === "number" && input > 0 && input < 1 ? input : undefined,
);

/**
 * `(1 - p[t]^q) / q` for classes given by their numbers: between crossentropy (`q` near 0) and absolute error (`q` near
 * 1), so that wrong labels do less harm; `[batch, ..., classes]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/ | keras.losses.categorical_generalized_cross_entropy}
 * @see {@link https://arxiv.org/abs/1805.07836 | Zhang and Sabuncu, 2018}
 * @example
 * categoricalGeneralizedCrossEntropy([1], [[0.75, 0.25]], { q: 0.5 }); // [1]
 */
export const categoricalGeneralizedCrossEntropy = /* @__PURE__ */ defineMeasure(
  "categorical_generalized_cross_entropy",
  {
    /** From near 0, crossentropy, to near 1, absolute error. */
    q: between(),
  },
  (yTrue, yPred, { q }) => {
    const chosen = oneHot(cast(yTrue, "int32"), yPred.shape.at(-1)!);
    const p = sum(multiply(yPred, cast(chosen, yPred.dtype as "float32")), -1);
    return divide(subtract(1, power(p, q)), q);
  },
);

/**
 * Generalised crossentropy of classes given by their numbers, robust to wrong labels; reduced over the batch.
 *
 * - yTrue: `[batch, ...]`, whole numbers from 0
 * - yPred: `[batch, ..., classes]`, probabilities
 *
 * @see {@link https://keras.io/api/losses/probabilistic_losses/ | keras.losses.CategoricalGeneralizedCrossEntropy}
 * @see {@link https://arxiv.org/abs/1805.07836 | Zhang and Sabuncu, 2018}
 * @example
 * new CategoricalGeneralizedCrossEntropy()([1], [[0.75, 0.25]]); // 1
 */
export class CategoricalGeneralizedCrossEntropy extends /* @__PURE__ */ defineLoss(
  "keras.losses.CategoricalGeneralizedCrossEntropy",
  {
    /** From near 0, crossentropy, to near 1, absolute error. */
    q: between(0.5),
  },
  categoricalGeneralizedCrossEntropy,
) {}
