import { defineLoss, defineMeasure, nullableText, number } from "@hornbeam/core";
import { absolute, lessEqual, mean, multiply, square, subtract, where } from "@hornbeam/ops";
import { aligned } from "./_operands.ts";

/**
 * Huber's loss, the mean over the last axis of `½e²` where the error `e = yPred - yTrue` is at most `delta`, and of
 * `delta · |e| - ½ delta²` beyond; `[batch, ..., d]` becomes `[batch, ...]`.
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#huber-function | keras.losses.huber}
 * @example
 * huber([[0, 0]], [[1, 3]]); // [1.5]
 */
export const huber = /* @__PURE__ */ defineMeasure(
  "huber",
  {
    /** Error from which on the loss grows in proportion. */
    delta: number(1),
  },
  (yTrue, yPred, { delta }) => {
    const [truth, guess] = aligned(yTrue, yPred);
    const error = subtract(guess, truth);
    const size = absolute(error);
    const far = subtract(multiply(size, delta), 0.5 * delta * delta);
    return mean(where(lessEqual(size, delta), multiply(square(error), 0.5), far), -1);
  },
);

/**
 * Huber's loss: squared for small errors, absolute for large ones; reduced over the batch.
 *
 * - yTrue, yPred: `[batch, ..., d]`
 *
 * @see {@link https://keras.io/api/losses/regression_losses/#huber-class | keras.losses.Huber}, whose configs do not hold
 * `delta`: nor do those of this class
 * @example
 * new Huber()([[0, 0]], [[1, 3]]); // 1.5
 */
export class Huber extends /* @__PURE__ */ defineLoss(
  "keras.losses.Huber",
  {
    name: nullableText("huber_loss"),
    /** Error from which on the loss grows in proportion. */
    delta: number(1, { unwritten: true }),
  },
  huber,
) {}
