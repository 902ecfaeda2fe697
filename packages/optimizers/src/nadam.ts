import { defineOptimizer, fraction, number, type Slots, type Tensor, type Variable } from "@hornbeam/core";
import { powerComplement } from "@hornbeam/kernels";
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

  override updateStep(gradient: Tensor, variable: Variable, learningRate: number, slots: Slots): void {
    const [momentum, velocity] = [slots["momentum"]!, slots["velocity"]!];
    const t = this.steps + 1;
    const [now, next] = [this.#decay(t), this.#decay(t + 1)];
    const product = Number(this.#product.numpy().item());
    momentum.assignAdd(multiply(subtract(gradient, momentum), 1 - this.beta1));
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), 1 - this.beta2));
    const ahead = multiply(momentum, next / (1 - product * next));
    const mean = add(ahead, multiply(gradient, (1 - now) / (1 - product)));
    const root = sqrt(divide(velocity, powerComplement(this.beta2, t)));
    variable.assignSub(divide(multiply(mean, learningRate), add(root, this.epsilon)));
  }

  protected override updateAll(gradients: readonly Tensor[], variables: readonly Variable[], rate: number): void {
    this.#product.assign(Number(this.#product.numpy().item()) * this.#decay(this.steps + 1));
    super.updateAll(gradients, variables, rate);
  }

  #decay(step: number): number {
    return this.beta1 * (1 - 0.5 * 0.96 ** step);
  }
}
