import { defineCallback, type Logs, nonNegativeInteger, nonNegativeNumber, number, option, text } from "@hornbeam/core";
import { formatNumber } from "@hornbeam/utils";
import { Monitor, monitorMode } from "./_monitor.ts";
import { verbosity } from "./_options.ts";
import { print } from "./_print.ts";

const shrinkage = /* @__PURE__ */ option<number>("a number below 1 (a factor >= 1.0 is not supported)", (x) =>
  typeof x === "number" && x < 1 ? x : undefined,
);

/**
 * Multiplies the learning rate with `factor` when a value has not become better for `patience` epochs:
 * `rate ← max(rate · factor, minLr)`, from the next epoch on.
 *
 * Adds the rate of the epoch to its logs as `learning_rate`.
 *
 * @see {@link https://keras.io/api/callbacks/reduce_lr_on_plateau/ | keras.callbacks.ReduceLROnPlateau}
 * @throws {OptionError} at the first epoch's end when the mode is "auto" and the metric does not say what is better.
 * @throws {StateError} when the rate is to change and the optimizer has a schedule of its own.
 * @example
 * new ReduceLROnPlateau({ monitor: "val_loss", factor: 0.2, patience: 5, minLr: 0.001 });
 */
export class ReduceLROnPlateau extends /* @__PURE__ */ defineCallback("keras.callbacks.ReduceLROnPlateau", {
  /** Key of the logs. */
  monitor: /* @__PURE__ */ text("val_loss"),
  /** What the learning rate is multiplied with, below 1. */
  factor: /* @__PURE__ */ shrinkage(0.1),
  /** Number of epochs without improvement after which the rate is reduced. */
  patience: /* @__PURE__ */ nonNegativeInteger(10),
  verbose: /* @__PURE__ */ verbosity(0),
  mode: /* @__PURE__ */ monitorMode("auto"),
  /** What an improvement has to be greater than. */
  minDelta: /* @__PURE__ */ number(1e-4),
  /** Number of epochs after a reduction that do not count. */
  cooldown: /* @__PURE__ */ nonNegativeInteger(0),
  /** Lowest learning rate. */
  minLr: /* @__PURE__ */ nonNegativeNumber(0),
}) {
  readonly #monitor = new Monitor({
    owner: "ReduceLROnPlateau",
    monitor: this.monitor,
    mode: this.mode,
    minDelta: this.minDelta,
  });
  /** Best value so far. */
  best: number | null = null;
  /** Number of epochs in a row without improvement. */
  wait = 0;
  /** Number of epochs that do not count yet. */
  cooldownCounter = 0;

  override onTrainBegin(): void {
    this.best = null;
    this.wait = 0;
    this.cooldownCounter = 0;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.#monitor.findSign(this.model);
    logs.learning_rate = this.model.optimizer.currentLearningRate;
    const value = this.#monitor.read(logs, "Learning rate reduction is conditioned on metric");
    if (value === undefined) return;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter--;
      this.wait = 0;
    }
    if (this.#monitor.isBetter(this.model, value, this.best)) {
      this.best = value;
      this.wait = 0;
    } else if (this.cooldownCounter === 0 && ++this.wait >= this.patience) this.#reduce(epoch);
  }

  #reduce(epoch: number): void {
    const { optimizer } = this.model;
    const old = optimizer.currentLearningRate;
    if (old <= Math.fround(this.minLr)) return;
    const rate = Math.max(old * this.factor, this.minLr);
    optimizer.learningRate = rate;
    if (this.verbose > 0) {
      const text = formatNumber(rate, "", { integer: false });
      print(`\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate to ${text}.`);
    }
    this.cooldownCounter = this.cooldown;
    this.wait = 0;
  }
}
