import { defineConstraint, type Tensor } from "@hornbeam/core";
import { maximum } from "@hornbeam/ops";

/**
 * Sets negative elements of a weight to 0.
 *
 * - call: a tensor of any shape gives one of that shape
 *
 * @see {@link https://keras.io/api/layers/constraints/#nonneg-class | keras.constraints.NonNeg}
 * @example
 * new NonNeg()([-1, 2]); // [0, 2]
 */
export class NonNeg extends /* @__PURE__ */ defineConstraint("keras.constraints.NonNeg", {}) {
  override call(w: Tensor): Tensor {
    return maximum(w, 0);
  }
}
