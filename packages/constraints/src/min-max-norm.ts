import { defineConstraint, number, type Tensor } from "@hornbeam/core";
import { add, clip, multiply } from "@hornbeam/ops";
import { normAxis, normsOf, rescaled } from "./_norms.ts";

/**
 * Keeps the norm of each vector of a weight between two numbers, or moves it there step by step.
 *
 * The new norm is `rate · clip(norm, minValue, maxValue) + (1 - rate) · norm`.
 *
 * - call: a tensor of any shape gives one of that shape
 *
 * @see {@link https://keras.io/api/layers/constraints/#minmaxnorm-class | keras.constraints.MinMaxNorm}
 * @example
 * new MinMaxNorm({ minValue: 10, maxValue: 20 })([3, 4]); // [6, 8]
 */
export class MinMaxNorm extends /* @__PURE__ */ defineConstraint("keras.constraints.MinMaxNorm", {
  /** The smallest norm. */
  minValue: number(0),
  /** The largest norm. */
  maxValue: number(1),
  /** The share of the way to go at each step, in `[0, 1]`. */
  rate: number(1),
  /** Axes along which a vector lies: 0 in a dense kernel, `[0, 1, 2]` in one of a 2D convolution. */
  axis: normAxis(0),
}) {
  override call(w: Tensor): Tensor {
    const norms = normsOf(w, this.axis);
    const clipped = multiply(clip(norms, this.minValue, this.maxValue), this.rate);
    return rescaled(w, norms, add(clipped, multiply(norms, 1 - this.rate)));
  }
}
