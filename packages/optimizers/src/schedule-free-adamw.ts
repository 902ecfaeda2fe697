import {
  defineOptimizer,
  fraction,
  nonNegativeInteger,
  number,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { complement, stepPower, updateBy } from "@hornbeam/kernels";
import { add, cast, divide, minimum, multiply, sqrt, square, subtract } from "@hornbeam/ops";
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

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const [point, velocity] = [slots["momentum"]!, slots["velocity"]!];
    const { beta1, epsilon } = this;
    const { rate, rest1, rest2, complement2, kept, taken } = this.#numbers(learningRate);
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), rest2));
    const root = add(sqrt(divide(velocity, complement2)), epsilon);
    const mean = divide(subtract(variable, multiply(point, rest1)), beta1);
    point.assignSub(divide(multiply(gradient, rate), root));
    const newMean = add(multiply(mean, kept), multiply(point, taken));
    variable.assign(add(multiply(point, rest1), multiply(newMean, beta1)));
  }
  protected override updateTogether(step: Together): void {
    const numbers = { beta1: this.beta1, epsilon: this.epsilon, ...this.#numbers(step.learningRate) };
    const slots = { point: step.slot("momentum"), v: step.slot("velocity") };
    updateBy("scheduleFreeAdam", step.weights, step.gradients, numbers, slots);
  }

  /** What the number `t` of the step decides. */
  #numbers(learningRate: Tensor) {
    const iterations = this.iterations.value;
    const t = add(cast(iterations, "float32"), 1);
    const taken = divide(1, t);
    return {
      rate: this.warmupSteps > 0 ? multiply(learningRate, minimum(divide(t, this.warmupSteps), 1)) : learningRate,
      rest1: complement(this.beta1),
      rest2: complement(this.beta2),
      complement2: subtract(1, stepPower(this.beta2, iterations)),
      kept: subtract(1, taken),
      taken,
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
