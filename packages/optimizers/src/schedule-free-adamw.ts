import {
  defineOptimizer,
  fraction,
  nonNegativeInteger,
  number,
  type Slots,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { powerComplement } from "@hornbeam/kernels";
import { add, divide, multiply, sqrt, square, subtract } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

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
    return true;
  }
  override updateStep(gradient: Tensor, variable: Variable, _learningRate: number, slots: Slots): void {
    const [point, velocity] = [slots["momentum"]!, slots["velocity"]!];
    const { beta1, beta2, epsilon } = this;
    const warm = (t: number): number => (this.warmupSteps > 0 ? Math.min(t / this.warmupSteps, 1) : 1);
    const rate = this.scalar((learningRate, t) => learningRate * warm(t));
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), 1 - beta2));
    const root = add(
      sqrt(
        divide(
          velocity,
          this.scalar((_, t) => powerComplement(beta2, t)),
        ),
      ),
      epsilon,
    );
    const mean = divide(subtract(variable, multiply(point, 1 - beta1)), beta1);
    point.assignSub(divide(multiply(gradient, rate), root));
    const [kept, taken] = [this.scalar((_, t) => 1 - 1 / t), this.scalar((_, t) => 1 / t)];
    const newMean = add(multiply(mean, kept), multiply(point, taken));
    variable.assign(add(multiply(point, 1 - beta1), multiply(newMean, beta1)));
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
