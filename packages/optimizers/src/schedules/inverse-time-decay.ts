import { boolean, defineSchedule, nullableText, number, positiveNumber } from "@hornbeam/core";

/**
 * Falls as one over the time: `initial / (1 + decayRate · step / decaySteps)`.
 *
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/inverse_time_decay/ | keras.optimizers.schedules.InverseTimeDecay}
 * @example
 * new InverseTimeDecay({ initialLearningRate: 0.1, decaySteps: 1, decayRate: 0.5 })(2); // 0.05
 */
export class InverseTimeDecay extends /* @__PURE__ */ defineSchedule("keras.optimizers.schedules.InverseTimeDecay", {
  /** Learning rate of step 0. */
  initialLearningRate: number(),
  /** Unit of the time, in steps. */
  decaySteps: positiveNumber(),
  /** How fast it falls. */
  decayRate: number(),
  /** Whether it falls at once after `decaySteps` steps, in place of a little at each. */
  staircase: boolean(false),
  /** Name of the schedule. */
  name: nullableText("InverseTimeDecay"),
}) {
  override call(step: number): number {
    const time = step / this.decaySteps;
    return this.initialLearningRate / (1 + this.decayRate * (this.staircase ? Math.floor(time) : time));
  }
}
