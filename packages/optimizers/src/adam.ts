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
import { adamUpdate, correctedRate } from "@hornbeam/kernels";
import { add, divide, maximum, multiply, sqrt, square, subtract } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * Adam: steps by the mean of the gradients over the root of the mean of their squares, `m ← m + (g - m)(1 - β₁)`,
 * `v ← v + (g² - v)(1 - β₂)`, `w ← w - η √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε)`.
 *
 * @see {@link https://keras.io/api/optimizers/adam/ | keras.optimizers.Adam}
 * @see {@link https://arxiv.org/abs/1412.6980 | Kingma and Ba, 2014}, the form before section 2.1
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Adam({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.9]
 */
export class Adam extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Adam", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** Decay of the mean of the gradients. */
  beta1: fraction(0.9, { key: "beta_1" }),
  /** Decay of the mean of their squares. */
  beta2: fraction(0.999, { key: "beta_2" }),
  /** Added to the root, so that it is not zero. */
  epsilon: number(1e-7),
  /** Whether the largest mean of the squares so far is taken, after "On the Convergence of Adam and Beyond". */
  amsgrad: boolean(false),
}) {
  override get slots() {
    return [["momentum", "velocity"], ...(this.amsgrad ? ["velocity_hat"] : [])];
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const { momentum, velocity, velocity_hat: largest } = slots as Record<string, Variable>;
    const { beta1, beta2, epsilon } = this;
    const rate = correctedRate(learningRate, beta1, beta2, this.iterations.value);
    momentum!.assignAdd(multiply(subtract(gradient, momentum!), 1 - beta1));
    velocity!.assignAdd(multiply(subtract(square(gradient), velocity!), 1 - beta2));
    largest?.assign(maximum(largest, velocity!));
    variable.assignSub(divide(multiply(momentum!, rate), add(sqrt(largest ?? velocity!), epsilon)));
  }

  protected override updateTogether(step: Together): void {
    const { beta1, beta2, epsilon } = this;
    adamUpdate(step.weights, step.gradients, {
      learningRate: step.learningRate,
      beta1,
      beta2,
      epsilon,
      iterations: this.iterations.value,
      momentums: step.slot("momentum"),
      velocities: step.slot("velocity"),
      ...(this.amsgrad && { largestVelocities: step.slot("velocity_hat") }),
    });
  }
}
