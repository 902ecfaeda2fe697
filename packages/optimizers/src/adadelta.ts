import {
  defineOptimizer,
  fraction,
  number,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { updateBy } from "@hornbeam/kernels";
import { add, divide, multiply, sqrt, square } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * Adadelta: steps by the gradient times the ratio of the roots of the mean squares of past steps and gradients,
 * `a ← ρa + (1 - ρ)g²`, `d = g √(u + ε) / √(a + ε)`, `u ← ρu + (1 - ρ)d²`, `w ← w - ηd`.
 *
 * @see {@link https://keras.io/api/optimizers/adadelta/ | keras.optimizers.Adadelta}
 * @see {@link https://arxiv.org/abs/1212.5701 | Zeiler, 2012}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Adadelta({ learningRate: 1 }).apply([[2]], [weight]);
 * weight.value; // [0.9985858]
 */
export class Adadelta extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Adadelta", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. The paper's is 1. */
  learningRate: learningRate(0.001),
  /** Decay `ρ` of the means. */
  rho: fraction(0.95),
  /** Added under the roots. */
  epsilon: number(1e-7),
}) {
  override readonly slots = [["accumulated_grad", "accumulated_delta_var"]];

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const [gradients, steps] = [slots["accumulated_grad"]!, slots["accumulated_delta_var"]!];
    const mean = (old: Variable, x: Tensor): Tensor => add(multiply(old, this.rho), multiply(square(x), 1 - this.rho));
    const root = (x: Variable): Tensor => sqrt(add(x, this.epsilon));
    gradients.assign(mean(gradients, gradient));
    const step = divide(multiply(root(steps), gradient), root(gradients));
    steps.assign(mean(steps, step));
    variable.assignSub(multiply(step, learningRate));
  }
  protected override updateTogether(step: Together): void {
    const { rho, epsilon } = this;
    const numbers = { rate: step.learningRate, rho, rest: 1 - rho, epsilon };
    const slots = { gradients: step.slot("accumulated_grad"), steps: step.slot("accumulated_delta_var") };
    updateBy("adadelta", step.weights, step.gradients, numbers, slots);
  }
}
