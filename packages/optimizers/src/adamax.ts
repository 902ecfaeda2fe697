import {
  defineOptimizer,
  fraction,
  number,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { stepPower, updateBy } from "@hornbeam/kernels";
import { absolute, add, divide, maximum, multiply, subtract } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * Adamax: {@link Adam} with the largest magnitude in the place of the mean square, `m ← m + (g - m)(1 - β₁)`,
 * `u ← max(β₂u, |g|)`, `w ← w - η / (1 - β₁ᵗ) · m / (u + ε)`.
 *
 * @see {@link https://keras.io/api/optimizers/adamax/ | keras.optimizers.Adamax}
 * @see {@link https://arxiv.org/abs/1412.6980 | Kingma and Ba, 2014}, section 7
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Adamax({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.9]
 */
export class Adamax extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Adamax", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** Decay of the mean of the gradients. */
  beta1: fraction(0.9, { key: "beta_1" }),
  /** Decay of the largest magnitude. */
  beta2: fraction(0.999, { key: "beta_2" }),
  /** Added to the largest magnitude, so that it is not zero. */
  epsilon: number(1e-7),
}) {
  override readonly slots = [["momentum", "norm"]];

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const [momentum, norm] = [slots["momentum"]!, slots["norm"]!];
    const rest = subtract(1, stepPower(this.beta1, this.iterations.value));
    momentum.assignAdd(multiply(subtract(gradient, momentum), 1 - this.beta1));
    norm.assign(maximum(multiply(norm, this.beta2), absolute(gradient)));
    variable.assignSub(divide(multiply(momentum, learningRate), multiply(add(norm, this.epsilon), rest)));
  }
  protected override updateTogether(step: Together): void {
    const { beta1, beta2, epsilon } = this;
    const complement = subtract(1, stepPower(beta1, this.iterations.value));
    const numbers = { rate: step.learningRate, rest1: 1 - beta1, beta2, epsilon, complement };
    updateBy("adamax", step.weights, step.gradients, numbers, { m: step.slot("momentum"), norm: step.slot("norm") });
  }
}
