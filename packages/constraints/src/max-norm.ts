import { defineConstraint, number, type Tensor } from "@hornbeam/core";
import { clip } from "@hornbeam/ops";
import { normAxis, normsOf, rescaled } from "./_norms.ts";

/**
 * Keeps the norm of each vector of a weight at or below a number.
 *
 * - call: a tensor of any shape gives one of that shape
 *
 * @see {@link https://jmlr.org/papers/v15/srivastava14a.html | Srivastava et al., 2014}
 * @see {@link https://keras.io/api/layers/constraints/#maxnorm-class | keras.constraints.MaxNorm}
 * @example
 * new MaxNorm({ maxValue: 1 })([3, 4]); // [0.6, 0.8]
 */
export class MaxNorm extends /* @__PURE__ */ defineConstraint("keras.constraints.MaxNorm", {
  /** The largest norm. */
  maxValue: number(2),
  /** Axes along which a vector lies: 0 in a dense kernel, `[0, 1, 2]` in one of a 2D convolution. */
  axis: normAxis(0),
}) {
  override call(w: Tensor): Tensor {
    const norms = normsOf(w, this.axis);
    return rescaled(w, norms, clip(norms, 0, this.maxValue));
  }
}
