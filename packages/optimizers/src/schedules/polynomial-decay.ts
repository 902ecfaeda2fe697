import { boolean, defineSchedule, nullableText, number, positiveNumber } from "@hornbeam/core";

/**
 * Falls along a power: `(initial - end) · (1 - step / decaySteps)^power + end`, and stays at `end`; with `cycle`, it
 * starts again with twice, three times … as many steps.
 *
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/ | keras.optimizers.schedules.PolynomialDecay}
 * @example
 * new PolynomialDecay({ initialLearningRate: 0.1, decaySteps: 100, endLearningRate: 0 })(50); // 0.05
 */
export class PolynomialDecay extends /* @__PURE__ */ defineSchedule("keras.optimizers.schedules.PolynomialDecay", {
  /** Learning rate of step 0. */
  initialLearningRate: number(),
  /** Number of steps of the fall. */
  decaySteps: positiveNumber(),
  /** Learning rate at its end. */
  endLearningRate: number(0.0001),
  /** The power: 1 is a straight line. */
  power: number(1),
  /** Whether it goes on beyond `decaySteps`. */
  cycle: boolean(false),
  /** Name of the schedule. */
  name: nullableText("PolynomialDecay"),
}) {
  override call(step: number): number {
    const { initialLearningRate: initial, endLearningRate: end, decaySteps, power } = this;
    const length = this.cycle ? decaySteps * (step === 0 ? 1 : Math.ceil(step / decaySteps)) : decaySteps;
    const done = Math.min(step, length) / length;
    return (initial - end) * (1 - done) ** power + end;
  }
}
