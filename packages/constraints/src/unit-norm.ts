import { defineConstraint, epsilon, type Tensor } from "@hornbeam/core";
import { add, divide } from "@hornbeam/ops";
import { normAxis, normsOf } from "./_norms.ts";

/**
 * Scales each vector of a weight to norm 1.
 *
 * - call: a tensor of any shape gives one of that shape
 *
 * @see {@link https://keras.io/api/layers/constraints/#unitnorm-class | keras.constraints.UnitNorm}
 * @example
 * new UnitNorm()([3, 4]); // [0.6, 0.8]
 */
export class UnitNorm extends /* @__PURE__ */ defineConstraint("keras.constraints.UnitNorm", {
  /** Axes along which a vector lies: 0 in a dense kernel, `[0, 1, 2]` in one of a 2D convolution. */
  axis: normAxis(0),
}) {
  override call(w: Tensor): Tensor {
    return divide(w, add(normsOf(w, this.axis), epsilon()));
  }
}
