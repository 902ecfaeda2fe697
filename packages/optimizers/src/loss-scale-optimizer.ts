import {
  defineOptimizer,
  type Gradient,
  type LearningRate,
  type Optimizer,
  onlyIf,
  positiveInteger,
  positiveNumber,
  type Tensor,
  type TensorLike,
  tidy,
  toTensor,
  type Variable,
} from "@hornbeam/core";
import { allFinite } from "@hornbeam/kernels";
import { add, divide, equal, multiply, where } from "@hornbeam/ops";
import { optimizer, Wrapping } from "./_wrapping.ts";

/**
 * Scales the loss up before gradients are taken, and gradients down before another optimizer applies them, so that
 * small ones survive float16. A step with gradients that are not finite is skipped and halves the scale; a number of
 * good steps doubles it.
 *
 * @see {@link https://keras.io/api/optimizers/loss_scale_optimizer/ | keras.optimizers.LossScaleOptimizer}
 * @example
 * new LossScaleOptimizer({ innerOptimizer: new SGD() }).scaleLoss(1); // 32768
 */
export class LossScaleOptimizer extends /* @__PURE__ */ defineOptimizer(
  "keras.optimizers.LossScaleOptimizer",
  {
    /** What applies the gradients; clipping, decay and all else is set there. */
    innerOptimizer: optimizer(),
    /** Scale of the first step. */
    initialScale: positiveNumber(2 ** 15),
    /** Number of good steps after which the scale doubles. */
    dynamicGrowthSteps: positiveInteger(2000),
  },
  Wrapping,
) {
  readonly #inner = withoutScale(this.innerOptimizer);
  #counter!: Variable;
  #scale!: Variable;

  override build(variables: readonly Variable[]): void {
    this.#counter = this.addVariable({ name: "step_counter", shape: [], dtype: "int64" });
    this.#scale = this.addVariable({ name: "dynamic_scale", shape: [], initial: this.initialScale });
    this.#inner.build(variables);
    super.build(variables);
  }

  override apply(gradients: readonly Gradient[], variables?: readonly Variable[]): void {
    if (gradients.length === 0) return;
    const action = `apply gradients by ${this[Symbol.toStringTag]}`;
    this.targets(action, gradients, variables);
    tidy(() => {
      const tensors = gradients.map((one) => (one == null ? null : toTensor(one, { dtype: "float32", action })));
      const finite = allFinite(tensors.filter((one) => one !== null));
      onlyIf(finite, () => this.#applyUnscaled(tensors, variables));
      this.#adapt(finite);
    });
  }

  override scaleLoss(loss: TensorLike): Tensor {
    return multiply(loss, this.built ? this.#scale : this.initialScale);
  }
  override get kindOfStep(): string {
    return this.#inner.kindOfStep;
  }
  override finalizeVariableValues(variables: readonly Variable[]): void {
    this.#inner.finalizeVariableValues(variables);
  }

  override get variables(): readonly Variable[] {
    return [...super.variables, ...this.#inner.variables];
  }
  override get allVariables(): readonly Variable[] {
    return [...super.allVariables, ...this.#inner.allVariables];
  }
  override get iterations(): Variable {
    return this.#inner.iterations;
  }
  override get learningRate(): LearningRate {
    return this.#inner.learningRate;
  }
  override set learningRate(given: LearningRate) {
    this.#inner.learningRate = given;
  }
  override get currentLearningRate(): number {
    return this.#inner.currentLearningRate;
  }

  #applyUnscaled(gradients: readonly (Tensor | null)[], variables: readonly Variable[] | undefined): void {
    this.#inner.apply(
      gradients.map((gradient) => gradient && divide(gradient, this.#scale)),
      variables,
    );
  }
  /** After so many good steps in a row the scale doubles, after a bad one it is half of what it was. */
  #adapt(finite: Tensor): void {
    const count = multiply(add(this.#counter, 1), finite);
    const isDue = equal(count, this.dynamicGrowthSteps);
    this.#counter.assign(where(isDue, 0, count));
    this.#scale.assign(multiply(this.#scale, where(isDue, 2, where(equal(finite, 0), 0.5, 1))));
  }
}

/** The scale of the loss is this optimizer's alone. */
function withoutScale(inner: Optimizer): Optimizer {
  inner.lossScaleFactor = null;
  return inner;
}
