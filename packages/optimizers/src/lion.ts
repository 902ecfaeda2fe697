import {
  defineOptimizer,
  fraction,
  option,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { complement, updateBy } from "@hornbeam/kernels";
import { add, multiply, sign } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

const positiveFraction = /* @__PURE__ */ option<number>("a number in (0, 1]", (input) =>
  typeof input === "number" && input > 0 && input <= 1 ? input : undefined,
);

/**
 * Lion: steps of one size, by the sign of the momentum: `w ← w - η sign(β₁m + (1 - β₁)g)`, `m ← β₂m + (1 - β₂)g`. Its
 * learning rate is typically a tenth to a third of Adam's.
 *
 * @see {@link https://keras.io/api/optimizers/lion/ | keras.optimizers.Lion}
 * @see {@link https://arxiv.org/abs/2302.06675 | Chen et al., 2023}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Lion({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.9]
 */
export class Lion extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Lion", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** How much of the momentum is in a step; the rest is the gradient. */
  beta1: positiveFraction(0.9, { key: "beta_1" }),
  /** Decay of the momentum. */
  beta2: fraction(0.99, { key: "beta_2" }),
}) {
  override readonly slots = ["momentum"];

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const momentum = slots["momentum"]!;
    const blend = (share: number): Tensor => add(multiply(momentum, share), multiply(gradient, complement(share)));
    variable.assignSub(multiply(sign(blend(this.beta1)), learningRate));
    momentum.assign(blend(this.beta2));
  }
  protected override updateTogether(step: Together): void {
    const { beta1, beta2 } = this;
    const rests = { rest1: complement(beta1), rest2: complement(beta2) };
    const numbers = { rate: step.learningRate, beta1, beta2, ...rests };
    updateBy("lion", step.weights, step.gradients, numbers, { m: step.slot("momentum") });
  }
}
