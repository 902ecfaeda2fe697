import {
  defineOptimizer,
  fraction,
  number,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { lambUpdate, stepPower } from "@hornbeam/kernels";
import {
  add,
  divide,
  divideNoNan,
  greater,
  logicalAnd,
  multiply,
  sqrt,
  square,
  subtract,
  sum,
  where,
} from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * Lamb: {@link Adam}'s step, scaled in each weight to the norm of the weight, `w ← w - η ‖w‖ / ‖d‖ · d`. For large
 * batches.
 *
 * @see {@link https://keras.io/api/optimizers/lamb/ | keras.optimizers.Lamb}
 * @see {@link https://arxiv.org/abs/1904.00962 | You et al., 2019}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Lamb({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.9]
 */
export class Lamb extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Lamb", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** Decay of the mean of the gradients. */
  beta1: fraction(0.9, { key: "beta_1" }),
  /** Decay of the mean of their squares. */
  beta2: fraction(0.999, { key: "beta_2" }),
  /** Added to the root, so that it is not zero. */
  epsilon: number(1e-7),
}) {
  override readonly slots = [["momentum", "velocity"]];

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const [momentum, velocity] = [slots["momentum"]!, slots["velocity"]!];
    const { beta1, beta2, epsilon } = this;
    const rest = (beta: number): Tensor => subtract(1, stepPower(beta, this.iterations.value));
    momentum.assignAdd(multiply(subtract(gradient, momentum), 1 - beta1));
    velocity.assignAdd(multiply(subtract(square(gradient), velocity), 1 - beta2));
    const root = add(sqrt(divide(velocity, rest(beta2))), epsilon);
    const step = divide(divide(momentum, rest(beta1)), root);
    const [weight, length] = [norm(variable.value), norm(step)];
    const both = logicalAnd(greater(weight, 0), greater(length, 0));
    const ratio = where(both, divideNoNan(weight, length), 1);
    const rate = multiply(ratio, learningRate);
    variable.assignSub(multiply(step, rate));
  }
  protected override updateTogether(step: Together): void {
    const { beta1, beta2, epsilon } = this;
    lambUpdate(step.weights, step.gradients, {
      learningRate: step.learningRate,
      beta1,
      beta2,
      epsilon,
      iterations: this.iterations.value,
      momentums: step.slot("momentum"),
      velocities: step.slot("velocity"),
    });
  }
}

function norm(x: Tensor): Tensor {
  return sqrt(sum(square(x)));
}
