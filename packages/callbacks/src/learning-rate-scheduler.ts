import { defineCallback, functionOption, type Logs, OptionError, refusal } from "@hornbeam/core";
import { formatNumber } from "@hornbeam/utils";
import { verbosity } from "./_options.ts";
import { print } from "./_print.ts";

/**
 * Sets the learning rate at the begin of each epoch, and adds it to the epoch's logs as `learning_rate`.
 *
 * @see {@link https://keras.io/api/callbacks/learning_rate_scheduler/ | keras.callbacks.LearningRateScheduler}
 * @throws {OptionError} when the function gives no number.
 * @throws {StateError} when the optimizer has a schedule of its own.
 * @example
 * new LearningRateScheduler({ schedule: (epoch, rate) => (epoch < 10 ? rate : rate * 0.9) });
 */
export class LearningRateScheduler extends /* @__PURE__ */ defineCallback("keras.callbacks.LearningRateScheduler", {
  /** Gives the learning rate of an epoch, which counts from 0, from the one so far. */
  schedule: /* @__PURE__ */ functionOption<(epoch: number, rate: number) => number>()(),
  verbose: /* @__PURE__ */ verbosity(0),
}) {
  override onEpochBegin(epoch: number): void {
    const { optimizer } = this.model;
    const rate: unknown = this.schedule(epoch, optimizer.currentLearningRate);
    if (typeof rate !== "number") {
      throw refusal(OptionError, {
        action: `set the learning rate of epoch ${epoch} by LearningRateScheduler`,
        owner: "LearningRateScheduler",
        option: "schedule",
        expected: "the output of the `schedule` function should be a float",
        received: rate,
      });
    }
    optimizer.learningRate = rate;
    if (this.verbose > 0) {
      const text = formatNumber(rate, "", { integer: false });
      print(`\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate to ${text}.`);
    }
  }
  override onEpochEnd(_epoch: number, logs: Logs): void {
    logs.learning_rate = this.model.optimizer.currentLearningRate;
  }
}
