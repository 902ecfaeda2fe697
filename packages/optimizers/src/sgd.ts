import {
  boolean,
  defineOptimizer,
  fraction,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { sgdUpdate } from "@hornbeam/kernels";
import { multiply, subtract } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * Gradient descent, `w ← w - ηg`; with momentum `v ← μv - ηg`, `w ← w + v`, or `w ← w + μv - ηg` after Nesterov.
 *
 * @see {@link https://keras.io/api/optimizers/sgd/ | keras.optimizers.SGD}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new SGD({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.8]
 */
export class SGD extends /* @__PURE__ */ defineOptimizer("keras.optimizers.SGD", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.01),
  /** Share `μ` of the last step that is kept. */
  momentum: fraction(0),
  /** Whether the gradient is taken for that of the place where the momentum leads. */
  nesterov: boolean(false),
}) {
  override get slots() {
    return this.momentum === 0 ? [] : ["momentum"];
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, { momentum }: Slots): void {
    const step = multiply(gradient, learningRate);
    if (!momentum) {
      variable.assignSub(step);
      return;
    }
    momentum.assign(subtract(multiply(momentum, this.momentum), step));
    variable.assignAdd(this.nesterov ? subtract(multiply(momentum, this.momentum), step) : momentum);
  }

  protected override updateTogether(step: Together): void {
    const { learningRate } = step;
    const { momentum, nesterov } = this;
    const velocities = momentum === 0 ? undefined : step.slot("momentum");
    sgdUpdate(step.weights, step.gradients, { learningRate, momentum, nesterov, velocities });
  }
}
