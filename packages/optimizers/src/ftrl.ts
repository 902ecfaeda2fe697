import {
  defineOptimizer,
  nonNegativeNumber,
  number,
  option,
  type Slots,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { updateBy } from "@hornbeam/kernels";
import { add, clip, divide, multiply, power, square, subtract } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

const notPositive = /* @__PURE__ */ option<number>("a number that is not positive", (input) =>
  typeof input === "number" && input <= 0 ? input : undefined,
);

/**
 * Follows the regularised leader: for sparse linear models. With `p = -learningRatePower`, `n' = n + g²` and
 * `λ = l2 + β / 2η`: `z ← z + g + 2 s w - (n'ᵖ - nᵖ) / η · w`, `w ← (clip(z, ±l1) - z) / (n'ᵖ / η + 2λ)`.
 *
 * @see {@link https://keras.io/api/optimizers/ftrl/ | keras.optimizers.Ftrl}
 * @see {@link https://research.google.com/pubs/archive/41159.pdf | McMahan et al., 2013}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Ftrl({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.7450533]
 */
export class Ftrl extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Ftrl", {
  /** Size of the steps, `η`: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** How the steps shrink with the squares seen; 0 keeps them. */
  learningRatePower: notPositive(-0.5),
  /** What the sums of squares start from. */
  initialAccumulatorValue: nonNegativeNumber(0.1),
  /** Strength of the penalty of magnitudes, which makes weights zero. */
  l1RegularizationStrength: nonNegativeNumber(0, { key: "l1_regularization_strength" }),
  /** Strength of the penalty of squares. */
  l2RegularizationStrength: nonNegativeNumber(0, { key: "l2_regularization_strength" }),
  /** Strength `s` of the penalty of squares that only where there are gradients shrinks weights. */
  l2ShrinkageRegularizationStrength: nonNegativeNumber(0, { key: "l2_shrinkage_regularization_strength" }),
  /** The paper's β. */
  beta: number(0),
}) {
  override get slots() {
    return [[{ name: "accumulator", initial: this.initialAccumulatorValue }, "linear"]];
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor, slots: Slots): void {
    const [accumulator, linear] = [slots["accumulator"]!, slots["linear"]!];
    const p = -this.learningRatePower;
    const l1 = this.l1RegularizationStrength;
    const squares = add(accumulator, square(gradient));
    const shrunk = add(gradient, multiply(variable, 2 * this.l2ShrinkageRegularizationStrength));
    const root = power(squares, p);
    const change = divide(subtract(root, power(accumulator, p)), learningRate);
    linear.assignAdd(subtract(shrunk, multiply(change, variable)));
    const quadratic = add(divide(root, learningRate), this.#decay(learningRate));
    variable.assign(divide(subtract(clip(linear, -l1, l1), linear), quadratic));
    accumulator.assign(squares);
  }
  protected override updateTogether(step: Together): void {
    const numbers = {
      rate: step.learningRate,
      power: -this.learningRatePower,
      l1: this.l1RegularizationStrength,
      l2: this.#decay(step.learningRate),
      shrinkage: 2 * this.l2ShrinkageRegularizationStrength,
    };
    const slots = { sums: step.slot("accumulator"), linear: step.slot("linear") };
    updateBy("ftrl", step.weights, step.gradients, numbers, slots);
  }

  /** `2λ`. */
  #decay(learningRate: Tensor): Tensor {
    return multiply(2, add(this.l2RegularizationStrength, divide(this.beta, multiply(2, learningRate))));
  }
}
