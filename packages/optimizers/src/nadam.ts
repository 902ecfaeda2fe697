import {
  defineOptimizer,
  fraction,
  number,
  recordEffect,
  type Slots,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
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

  protected override get asksRateAnew(): boolean {
    return true;
  }
  override updateStep(gradient: Tensor, variable: Variable, _learningRate: number, slots: Slots): void {
    const [momentum, velocity] = [slots["momentum"]!, slots["velocity"]!];
    momentum.assignAdd(multiply(subtract(gradient, momentum), 1 - this.beta1));
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), 1 - this.beta2));
    const lookAhead = (_: number, t: number): number => {
      const next = this.#decay(t + 1);
      return next / (1 - this.#soFar * next);
    };
    const ahead = multiply(momentum, this.scalar(lookAhead));
    const now = this.scalar((_, t) => (1 - this.#decay(t)) / (1 - this.#soFar));
    const mean = add(ahead, multiply(gradient, now));
    const root = sqrt(
      divide(
        velocity,
        this.scalar((_, t) => powerComplement(this.beta2, t)),
      ),
    );
    variable.assignSub(
      divide(
        multiply(
          mean,
          this.scalar((rate) => rate),
        ),
        add(root, this.epsilon),
      ),
    );
  }

  protected override updateAll(gradients: readonly Tensor[], variables: readonly Variable[], rate: number): void {
    recordEffect(() => this.#product.assign(this.#soFar * this.#decay(this.steps + 1)));
    super.updateAll(gradients, variables, rate);
  }

  get #soFar(): number {
    return Number(this.#product.numpy().item());
  }
  #decay(step: number): number {
    return this.beta1 * (1 - 0.5 * 0.96 ** step);
  }
}
