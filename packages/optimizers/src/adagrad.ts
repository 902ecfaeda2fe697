import {
  defineOptimizer,
  nonNegativeNumber,
  number,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { updateBy } from "@hornbeam/kernels";
import { add, divide, multiply, sqrt, square } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/**
 * Adagrad: steps by the gradient over the root of the sum of all its squares, `a ← a + g²`, `w ← w - ηg / √(a + ε)`.
 *
 * @see {@link https://keras.io/api/optimizers/adagrad/ | keras.optimizers.Adagrad}
 * @see {@link https://jmlr.org/papers/v12/duchi11a.html | Duchi et al., 2011}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Adagrad({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.9012271]
 */
export class Adagrad extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Adagrad", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** What the sums of squares start from. */
  initialAccumulatorValue: nonNegativeNumber(0.1),
  /** Added under the root, so that it is not zero. */
  epsilon: number(1e-7),
}) {
  override get slots() {
    return [{ name: "accumulator", initial: this.initialAccumulatorValue }];
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const accumulator = slots["accumulator"]!;
    accumulator.assignAdd(square(gradient));
    variable.assignSub(divide(multiply(gradient, learningRate), sqrt(add(accumulator, this.epsilon))));
  }
  protected override updateTogether(step: Together): void {
    const numbers = { rate: step.learningRate, epsilon: this.epsilon };
    updateBy("adagrad", step.weights, step.gradients, numbers, { sums: step.slot("accumulator") });
  }
}
