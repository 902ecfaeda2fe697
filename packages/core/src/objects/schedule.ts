import type { Schema } from "../options/option.ts";
import { Variable } from "../tensor/variable.ts";
import { Configured } from "./configured.ts";
import { type Defined, define } from "./define.ts";

export interface LearningRateSchedule {
  /** The learning rate of a step, counted from 0. */
  (step: number | Variable): number;
}
/**
 * Parent of learning rates that change with the step: a function of the step's number, which counts from 0.
 *
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/learning_rate_schedule/ | keras.optimizers.schedules.LearningRateSchedule}
 * @example
 * class Halving extends LearningRateSchedule { override call(step: number) { return 0.1 * 0.5 ** step; } }
 * new Halving()(2); // 0.025
 */
export abstract class LearningRateSchedule extends Configured {
  static override readonly schema = {};

  abstract call(step: number): number;

  protected __call__(step: number | Variable): number {
    return this.call(step instanceof Variable ? Number(step.numpy().item()) : step);
  }
}

/** Declares a schedule: its Keras name and its options. */
export function defineSchedule<const N extends string, S extends Schema>(
  className: N,
  own: S,
): Defined<N, S, LearningRateSchedule> {
  return define(className, own, LearningRateSchedule as never) as never; // the table types the class
}
