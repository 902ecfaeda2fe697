import { boolean, defineSchedule, nullableText, number, positiveNumber } from "@hornbeam/core";

/**
 * Falls by a factor every so many steps: `initial · decayRate^(step / decaySteps)`.
 *
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/ | keras.optimizers.schedules.ExponentialDecay}
 * @example
 * new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.5 })(200); // 0.025
 */
export class ExponentialDecay extends /* @__PURE__ */ defineSchedule("keras.optimizers.schedules.ExponentialDecay", {
  /** Learning rate of step 0. */
  initialLearningRate: number(),
  /** Number of steps that a factor of `decayRate` takes. */
  decaySteps: positiveNumber(),
  /** The factor. */
  decayRate: number(),
  /** Whether it falls at once after `decaySteps` steps, in place of a little at each. */
  staircase: boolean(false),
  /** Name of the schedule. */
  name: nullableText("ExponentialDecay"),
}) {
  override call(step: number): number {
    const periods = step / this.decaySteps;
    return this.initialLearningRate * this.decayRate ** (this.staircase ? Math.floor(periods) : periods);
  }
}
