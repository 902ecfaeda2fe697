import {
  defineOptimizer,
  fraction,
  number,
  recordEffect,
  type Slots,
  saving,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { powerComplement, updateBy } from "@hornbeam/kernels";
import { add, divide, multiply, sqrt, square, subtract } from "@hornbeam/ops";
import { fits, inPlace, stepsAs } from "./_fused.ts";
import { learningRate } from "./_learning-rate.ts";

const { fround } = Math;

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
    return stepsAs(this, Nadam);
  }
  override updateStep(gradient: Tensor, variable: Variable, _learningRate: number, slots: Slots): void {
    const [momentum, velocity] = [slots["momentum"]!, slots["velocity"]!];
    momentum.assignAdd(multiply(subtract(gradient, momentum), powerComplement(this.beta1, 1)));
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), powerComplement(this.beta2, 1)));
    const { complement2, next, nextBy, now, nowBy } = this.#numbers();
    const scalar = (value: () => number): Tensor => this.scalar(value);
    const ahead = divide(multiply(momentum, scalar(next)), scalar(nextBy));
    const mean = add(ahead, divide(multiply(gradient, scalar(now)), scalar(nowBy)));
    const root = sqrt(divide(velocity, scalar(complement2)));
    const rate = this.scalar((one) => one);
    variable.assignSub(divide(multiply(mean, rate), add(root, this.epsilon)));
  }

  protected override updateAll(gradients: readonly Tensor[], variables: readonly Variable[], rate: number): void {
    recordEffect(
      () => this.#product.assign(fround(this.#soFar * fround(this.beta1)) * decayShare(this.steps + 1)),
      saving(this.#product),
    );
    if (!fits(this, Nadam, variables)) {
      super.updateAll(gradients, variables, rate);
      return;
    }
    const rests = { rest1: powerComplement(this.beta1, 1), rest2: powerComplement(this.beta2, 1) };
    const numbers = { rate: () => this.currentLearningRate, epsilon: this.epsilon, ...rests, ...this.#numbers() };
    const [m, v] = ["momentum", "velocity"].map((slot) => inPlace(this.slotsNamed(slot, variables)));
    updateBy("nadam", inPlace(variables), gradients, numbers, { m: m!, v: v! });
  }

  /** What the number of the step decides, each part rounded to float32 as Keras rounds it. */
  #numbers() {
    const decay = (step: number): number => fround(fround(this.beta1) * decayShare(step));
    const next = () => decay(this.steps + 2);
    return {
      next,
      nextBy: () => fround(1 - fround(this.#soFar * next())),
      now: () => fround(1 - decay(this.steps + 1)),
      nowBy: () => fround(1 - this.#soFar),
      complement2: () => powerComplement(this.beta2, this.steps + 1),
    };
  }
  get #soFar(): number {
    return Number(this.#product.numpy().item());
  }
}

/** `1 - 0.96ᵗ / 2`. */
function decayShare(step: number): number {
  return fround(1 - 0.5 * fround(fround(0.96) ** step));
}
