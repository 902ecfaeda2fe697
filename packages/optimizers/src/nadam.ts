import {
  defineOptimizer,
  fraction,
  number,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { complement, stepPower, updateBy } from "@hornbeam/kernels";
import { add, divide, multiply, sqrt, square, subtract } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * Nadam: {@link Adam} with Nesterov's momentum, whose decay grows with the steps: `u = β₁ (1 - ½ · 0.96ᵗ)`.
 *
 * @see {@link https://keras.io/api/optimizers/Nadam/ | keras.optimizers.Nadam}
 * @see {@link https://cs229.stanford.edu/proj2015/054_report.pdf | Dozat, 2015}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Nadam({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.8937212]
 */
export class Nadam extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Nadam", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** Decay of the mean of the gradients, which it approaches. */
  beta1: fraction(0.9, { key: "beta_1" }),
  /** Decay of the mean of their squares. */
  beta2: fraction(0.999, { key: "beta_2" }),
  /** Added to the root, so that it is not zero. */
  epsilon: number(1e-7),
}) {
  override readonly slots = [["momentum", "velocity"]];
  /** Product of the momenta's decays so far. */
  #product!: Variable;

  override build(variables: readonly Variable[]): void {
    super.build(variables);
    this.#product = this.addVariable({ name: "u_product", shape: [], initial: 1 });
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const [momentum, velocity] = [slots["momentum"]!, slots["velocity"]!];
    momentum.assignAdd(multiply(subtract(gradient, momentum), complement(this.beta1)));
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), complement(this.beta2)));
    const { complement2, next, nextBy, now, nowBy } = this.#numbers();
    const mean = add(divide(multiply(momentum, next), nextBy), divide(multiply(gradient, now), nowBy));
    const root = sqrt(divide(velocity, complement2));
    variable.assignSub(divide(multiply(mean, learningRate), add(root, this.epsilon)));
  }

  protected override updateAll(step: Together): void {
    this.#product.assign(multiply(multiply(this.#product, this.beta1), decayShare(this.iterations.value)));
    super.updateAll(step);
  }
  protected override updateTogether(step: Together): void {
    const rests = { rest1: complement(this.beta1), rest2: complement(this.beta2) };
    const numbers = { rate: step.learningRate, epsilon: this.epsilon, ...rests, ...this.#numbers() };
    updateBy("nadam", step.weights, step.gradients, numbers, { m: step.slot("momentum"), v: step.slot("velocity") });
  }

  /** What the number of the step decides: shares of the momentum and of the gradient, and what they and the squares are divided by. */
  #numbers() {
    const iterations = this.iterations.value;
    const next = multiply(this.beta1, decayShare(add(iterations, 1)));
    return {
      next,
      nextBy: subtract(1, multiply(this.#product, next)),
      now: subtract(1, multiply(this.beta1, decayShare(iterations))),
      nowBy: subtract(1, this.#product),
      complement2: subtract(1, stepPower(this.beta2, iterations)),
    };
  }
}

/** `1 - 0.96ᵗ / 2`. */
function decayShare(iterations: Tensor): Tensor {
  return subtract(1, multiply(0.5, stepPower(0.96, iterations)));
}
