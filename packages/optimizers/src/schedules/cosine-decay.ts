import { defineSchedule, nullable, nullableText, number, positiveNumber } from "@hornbeam/core";

/**
 * Falls along half a cosine: `initial · ((1 - alpha) · ½(1 + cos(π · step / decaySteps)) + alpha)`, and stays at
 * `initial · alpha`. With `warmupTarget`, it first rises to that in a straight line over `warmupSteps` steps, and falls from there.
 *
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/ | keras.optimizers.schedules.CosineDecay}
 * @see {@link https://arxiv.org/abs/1608.03983 | Loshchilov and Hutter, 2016}
 * @example
 * new CosineDecay({ initialLearningRate: 0.1, decaySteps: 100 })(50); // 0.05
 */
export class CosineDecay extends /* @__PURE__ */ defineSchedule("keras.optimizers.schedules.CosineDecay", {
  /** Learning rate of step 0. */
  initialLearningRate: number(),
  /** Number of steps of the fall. */
  decaySteps: positiveNumber(),
  /** Share of the learning rate that remains. */
  alpha: number(0),
  /** Name of the schedule. */
  name: nullableText("CosineDecay"),
  /** Learning rate at the end of the rise; null: there is none. */
  warmupTarget: nullable(number)(null),
  /** Number of steps of the rise. */
  warmupSteps: number(0),
}) {
  override call(step: number): number {
    const { initialLearningRate: initial, warmupTarget: target, warmupSteps } = this;
    if (target === null) return this.#fall(initial, step);
    if (step < warmupSteps) return initial + (target - initial) * (step / warmupSteps);
    return this.#fall(target, step - warmupSteps);
  }

  #fall(from: number, step: number): number {
    const done = Math.min(step, this.decaySteps) / this.decaySteps;
    return from * ((1 - this.alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + this.alpha);
  }
}
