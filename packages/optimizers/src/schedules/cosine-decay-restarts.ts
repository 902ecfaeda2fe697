import { defineSchedule, nullableText, number, positiveNumber } from "@hornbeam/core";

/**
 * Falls along half a cosine again and again: the first fall takes `firstDecaySteps` steps, each further one `tMul` times
 * as many, from a learning rate that is `mMul` times the one before.
 *
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/ | keras.optimizers.schedules.CosineDecayRestarts}
 * @see {@link https://arxiv.org/abs/1608.03983 | Loshchilov and Hutter, 2016}
 * @example
 * new CosineDecayRestarts({ initialLearningRate: 0.1, firstDecaySteps: 10 })(20); // 0.05
 */
export class CosineDecayRestarts extends /* @__PURE__ */ defineSchedule(
  "keras.optimizers.schedules.CosineDecayRestarts",
  {
    /** Learning rate of step 0. */
    initialLearningRate: number(),
    /** Number of steps of the first fall. */
    firstDecaySteps: positiveNumber(),
    /** How many times longer each fall is than the one before. */
    tMul: number(2),
    /** How many times higher each fall starts than the one before. */
    mMul: number(1),
    /** Share of the learning rate that remains. */
    alpha: number(0),
    /** Name of the schedule. */
    name: nullableText("SGDRDecay"),
  },
) {
  override call(step: number): number {
    const { restarts, done } = this.#place(step / this.firstDecaySteps);
    const fallen = 0.5 * this.mMul ** restarts * (1 + Math.cos(Math.PI * done));
    return this.initialLearningRate * ((1 - this.alpha) * fallen + this.alpha);
  }

  /** How many falls lie behind, and the share of the present one that is done. */
  #place(falls: number): { restarts: number; done: number } {
    const ratio = this.tMul;
    if (ratio === 1) return { restarts: Math.floor(falls), done: falls - Math.floor(falls) };
    // float32 finds the end of a fall where the logarithms of doubles would miss it by their last bit
    const restarts = Math.floor(Math.fround(Math.log(1 - falls * (1 - ratio)) / Math.log(ratio)));
    const behind = (1 - ratio ** restarts) / (1 - ratio);
    return { restarts, done: (falls - behind) / ratio ** restarts };
  }
}
