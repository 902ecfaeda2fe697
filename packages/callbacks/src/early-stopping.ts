import {
  boolean,
  defineCallback,
  type Logs,
  type NDArray,
  nonNegativeInteger,
  nullable,
  number,
  text,
} from "@hornbeam/core";
import { Monitor, monitorMode } from "./_monitor.ts";
import { verbosity } from "./_options.ts";
import { print } from "./_print.ts";

/**
 * Stops the training when a value has not become better for a while.
 *
 * The first epoch never stops it, so a `patience` of 0 does what 1 does. An improvement is greater than `|minDelta|`;
 * one that does not beat the `baseline` does not end the waiting.
 *
 * @see {@link https://keras.io/api/callbacks/early_stopping/ | keras.callbacks.EarlyStopping}
 * @throws {OptionError} at the first epoch's end when the mode is "auto" and the metric does not say what is better.
 * @example
 * new EarlyStopping({ monitor: "val_loss", patience: 2, restoreBestWeights: true });
 */
export class EarlyStopping extends /* @__PURE__ */ defineCallback("keras.callbacks.EarlyStopping", {
  /** Key of the logs. */
  monitor: /* @__PURE__ */ text("val_loss"),
  /** What an improvement has to be greater than. */
  minDelta: /* @__PURE__ */ number(0),
  /** Number of epochs in a row without improvement that end the training. */
  patience: /* @__PURE__ */ nonNegativeInteger(0),
  verbose: /* @__PURE__ */ verbosity(0),
  mode: /* @__PURE__ */ monitorMode("auto"),
  /** A value that an improvement has to beat too, to end the waiting. */
  baseline: /* @__PURE__ */ nullable(number)(null),
  /** Whether the model ends with the weights of the best epoch. */
  restoreBestWeights: /* @__PURE__ */ boolean(false),
  /** Epochs before this one, which count from 0, are not looked at. */
  startFromEpoch: /* @__PURE__ */ nonNegativeInteger(0),
}) {
  readonly #monitor = new Monitor({
    owner: "EarlyStopping",
    monitor: this.monitor,
    mode: this.mode,
    minDelta: this.minDelta,
  });
  /** Best value so far. */
  best: number | null = null;
  /** The epoch that gave it, counted from 0. */
  bestEpoch = 0;
  /** Number of epochs in a row without improvement. */
  wait = 0;
  /** The epoch that ended the training; 0 where none did. */
  stoppedEpoch = 0;
  #bestWeights: NDArray[] | undefined;

  override onTrainBegin(): void {
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.best = null;
    this.bestEpoch = 0;
    this.#bestWeights = undefined;
  }

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.#monitor.findSign(this.model);
    const value = this.#monitor.read(logs, "Early stopping conditioned on metric");
    if (value === undefined || epoch < this.startFromEpoch) return;
    this.wait++;
    const better = this.#monitor.isBetter(this.model, value, this.best);
    if (better) {
      this.best = value;
      this.bestEpoch = epoch;
      if (this.restoreBestWeights) this.#bestWeights = this.model.getWeights();
      if (this.baseline === null || this.#monitor.isBetter(this.model, value, this.baseline)) this.wait = 0;
    } else if (this.wait >= this.patience && epoch > 0) {
      this.stoppedEpoch = epoch;
      this.model.stopTraining = true;
    }
  }

  override onTrainEnd(): void {
    const verbose = this.verbose > 0;
    if (this.stoppedEpoch > 0 && verbose) print(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    if (!this.#bestWeights) return;
    if (verbose) print(`Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`);
    this.model.setWeights(this.#bestWeights);
  }
}
