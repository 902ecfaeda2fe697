import {
  defineOptimizer,
  fraction,
  nonNegativeInteger,
  number,
  type Slots,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { powerComplement, updateBy } from "@hornbeam/kernels";
import { add, divide, multiply, sqrt, square, subtract } from "@hornbeam/ops";
import { fits, inPlace, stepsAs } from "./_fused.ts";
import { learningRate } from "./_learning-rate.ts";

const { fround } = Math;

/**
 * {@link Adam} that needs no schedule: steps are taken by a point `z`, their running mean is `x`, and the weights in
 * training are a blend, `y = (1 - β₁) z + β₁ x`.
 *
 * @see {@link https://keras.io/api/optimizers/ | keras.optimizers.ScheduleFreeAdamW}
 * @see {@link https://arxiv.org/abs/2405.15682 | Defazio et al., 2024}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new ScheduleFreeAdamW({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.9]
 */
export class ScheduleFreeAdamW extends /* @__PURE__ */ defineOptimizer("keras.optimizers.ScheduleFreeAdamW", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.0025),
  /** Share of the mean in the weights. */
  beta1: fraction(0.9, { key: "beta_1" }),
  /** Decay of the mean of the squared gradients. */
  beta2: fraction(0.999, { key: "beta_2" }),
  /** Added to the root, so that it is not zero. */
  epsilon: number(1e-8),
  /** Number of steps over which the learning rate rises. */
  warmupSteps: nonNegativeInteger(0),
}) {
  /** Keras calls the point that takes the steps `momentum`; it starts from the weight. */
  override readonly slots = [[{ name: "momentum", initial: (weight: Variable) => weight.value }, "velocity"]];

  protected override get asksRateAnew(): boolean {
    return stepsAs(this, ScheduleFreeAdamW);
  }
  override updateStep(gradient: Tensor, variable: Variable, _learningRate: number, slots: Slots): void {
    const [point, velocity] = [slots["momentum"]!, slots["velocity"]!];
    const { beta1, epsilon } = this;
    const { rate, rest1, rest2, complement2, kept, taken } = this.#numbers();
    const scalar = (value: () => number): Tensor => this.scalar(value);
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), rest2));
    const root = add(sqrt(divide(velocity, scalar(complement2))), epsilon);
    const mean = divide(subtract(variable, multiply(point, rest1)), beta1);
    point.assignSub(divide(multiply(gradient, scalar(rate)), root));
    const newMean = add(multiply(mean, scalar(kept)), multiply(point, scalar(taken)));
    variable.assign(add(multiply(point, rest1), multiply(newMean, beta1)));
  }
  protected override updateAll(gradients: readonly Tensor[], variables: readonly Variable[], rate: number): void {
    if (!fits(this, ScheduleFreeAdamW, variables)) {
      super.updateAll(gradients, variables, rate);
      return;
    }
    const numbers = { beta1: this.beta1, epsilon: this.epsilon, ...this.#numbers() };
    const [point, v] = ["momentum", "velocity"].map((slot) => inPlace(this.slotsNamed(slot, variables)));
    updateBy("scheduleFreeAdam", inPlace(variables), gradients, numbers, { point: point!, v: v! });
  }

  /** What the number of the step decides, each part rounded to float32 as Keras rounds it. */
  #numbers() {
    const t = (): number => this.steps + 1;
    const warm = (): number => (this.warmupSteps > 0 ? fround(Math.min(t() / this.warmupSteps, 1)) : 1);
    return {
      rate: () => fround(this.currentLearningRate) * warm(),
      rest1: powerComplement(this.beta1, 1),
      rest2: powerComplement(this.beta2, 1),
      complement2: () => powerComplement(this.beta2, t()),
      kept: () => 1 - fround(1 / t()),
      taken: () => 1 / t(),
    };
  }

  /** Points start where the weights stand before their first decay. */
  protected override targets(
    action: string,
    gradients: readonly unknown[],
    given?: readonly Variable[],
  ): readonly Variable[] {
    const variables = super.targets(action, gradients, given);
    for (const variable of variables) void this.slotsOf(variable)["momentum"]!.value;
    return variables;
  }
}
