import { defineCallback, type Logs } from "@hornbeam/core";

/**
 * Records what each epoch gave. Every training has one; `fit` returns it.
 *
 * @see {@link https://keras.io/api/callbacks/history/ | keras.callbacks.History}
 * @example
 * const { history } = await model.fit(x, y, { epochs: 2 });
 * history.loss.length; // 2
 */
export class History extends /* @__PURE__ */ defineCallback("keras.callbacks.History", {}) {
  /** Numbers of the epochs of the last training. */
  epoch: number[] = [];
  /** Values by name, one an epoch in which there was one. A training that is handed the same object goes on here. */
  readonly history: Record<string, number[]> = {};

  override onTrainBegin(): void {
    this.epoch = [];
  }
  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) (this.history[name] ??= []).push(value);
  }
}
