import {
  boolean,
  defineOptimizer,
  fraction,
  number,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { rmspropUpdate } from "@hornbeam/kernels";
import { add, divide, multiply, sqrt, square, subtract } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * RMSprop: steps by the gradient over the root of the mean of its squares, `v ← ρv + (1 - ρ)g²`, `w ← w - ηg / √(v + ε)`.
 * With momentum `b ← μb + step`, `w ← w - b`; in the centred form the mean gradient's square is taken off `v`.
 *
 * @see {@link https://keras.io/api/optimizers/rmsprop/ | keras.optimizers.RMSprop}
 * @see {@link https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf | Hinton, 2012}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new RMSprop({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.6837723]
 */
export class RMSprop extends /* @__PURE__ */ defineOptimizer("keras.optimizers.RMSprop", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** Decay `ρ` of the means. */
  rho: fraction(0.9),
  /** Share `μ` of the last step that is kept. */
  momentum: fraction(0),
  /** Added under the root, so that it is not zero. */
  epsilon: number(1e-7),
  /** Whether the gradients' variance is taken in the place of the mean of their squares. */
  centered: boolean(false),
}) {
  override get slots() {
    return ["velocity", ...(this.momentum > 0 ? ["momentum"] : []), ...(this.centered ? ["average_gradient"] : [])];
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const { velocity, momentum, average_gradient: average } = slots as Record<string, Variable>;
    const mean = (old: Variable, value: Tensor): Tensor => add(multiply(old, this.rho), multiply(value, 1 - this.rho));
    velocity!.assign(mean(velocity!, square(gradient)));
    average?.assign(mean(average, gradient));
    const spread = average ? subtract(velocity!, square(average)) : velocity!;
    const step = divide(multiply(gradient, learningRate), sqrt(add(spread, this.epsilon)));
    momentum?.assign(add(multiply(momentum, this.momentum), step));
    variable.assignSub(momentum ?? step);
  }

  protected override updateTogether(step: Together): void {
    const { rho, momentum, epsilon, centered } = this;
    rmspropUpdate(step.weights, step.gradients, {
      learningRate: step.learningRate,
      rho,
      epsilon,
      momentum,
      velocities: step.slot("velocity"),
      ...(momentum > 0 && { momenta: step.slot("momentum") }),
      ...(centered && { averages: step.slot("average_gradient") }),
    });
  }
}
