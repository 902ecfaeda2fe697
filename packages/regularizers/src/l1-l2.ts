import { defineRegularizer, type Tensor } from "@hornbeam/core";
import { absolute, add, multiply, square, sum } from "@hornbeam/ops";
import { factor } from "./_factor.ts";

/**
 * Penalty on the size of weights: `l1 · Σ|x|`, which drives many of them to 0.
 *
 * - call: a tensor of any shape gives a scalar
 *
 * @see {@link https://keras.io/api/layers/regularizers/#l1-class | keras.regularizers.L1}
 * @example
 * new L1({ l1: 0.5 })([1, -2]); // 1.5
 */
export class L1 extends /* @__PURE__ */ defineRegularizer("keras.regularizers.L1", {
  /** Factor of the sum of absolute values. */
  l1: factor(0.01),
}) {
  override call(x: Tensor): Tensor {
    return multiply(sum(absolute(x)), this.l1);
  }
}

/**
 * Penalty on the square of weights: `l2 · Σx²`, which keeps all of them small.
 *
 * - call: a tensor of any shape gives a scalar
 *
 * @see {@link https://keras.io/api/layers/regularizers/#l2-class | keras.regularizers.L2}
 * @example
 * new L2({ l2: 0.5 })([1, -2]); // 2.5
 */
export class L2 extends /* @__PURE__ */ defineRegularizer("keras.regularizers.L2", {
  /** Factor of the sum of squares. */
  l2: factor(0.01),
}) {
  override call(x: Tensor): Tensor {
    return multiply(sum(square(x)), this.l2);
  }
}

/**
 * Both penalties: `l1 · Σ|x| + l2 · Σx²`.
 *
 * - call: a tensor of any shape gives a scalar
 *
 * @see {@link https://keras.io/api/layers/regularizers/#l1l2-class | keras.regularizers.L1L2}
 * @example
 * new L1L2({ l1: 0.5, l2: 1 })([1, -2]); // 6.5
 */
export class L1L2 extends /* @__PURE__ */ defineRegularizer("keras.regularizers.L1L2", {
  /** Factor of the sum of absolute values. */
  l1: factor(0),
  /** Factor of the sum of squares. */
  l2: factor(0),
}) {
  override call(x: Tensor): Tensor {
    return add(multiply(sum(absolute(x)), this.l1), multiply(sum(square(x)), this.l2));
  }
}
