import { type CallbackParams, defineCallback, functionOption, type Logs, nullable } from "@hornbeam/core";
import { Progbar, textOutput } from "@hornbeam/utils";
import { type HookName, type Listening, overrides } from "./_hooks.ts";

/**
 * Draws a progress bar an epoch, as Keras does: at `verbose` 1 it grows with the batches, at 2 it is a line at the end.
 * Validation inside a training is silent. Where the output is no terminal, only each bar's last state is written.
 *
 * @see {@link https://keras.io/api/utils/python_utils/#progbar-class | keras.utils.Progbar}
 * @example
 * await model.fit(x, y, { verbose: 2 }); // 10/10 - 0s - 12ms/step - loss: 0.5000
 */
export class ProgbarLogger
  extends /* @__PURE__ */ defineCallback("keras.callbacks.ProgbarLogger", {
    /** Takes the text instead of the standard output or the console. */
    write: /* @__PURE__ */ nullable(functionOption<(text: string) => void>())(null, { unwritten: true }),
  })
  implements Listening
{
  #bar: Progbar | undefined;
  #target: number | null = null;
  #seen = 0;
  #inTraining = false;

  override setParams(params: CallbackParams): void {
    super.setParams(params);
    this.#target = params.steps;
  }

  listensTo(hook: HookName): boolean {
    const verbose = this.params.verbose;
    return overrides(this, hook) && (hook.includes("Batch") ? verbose === 1 : verbose > 0);
  }

  override onTrainBegin(): void {
    this.#inTraining = true;
  }
  override onEpochBegin(epoch: number): void {
    this.#begin();
    const { verbose, epochs } = this.params;
    if (verbose && epochs > 1) (this.write ?? textOutput().write)(`Epoch ${epoch + 1}/${epochs}\n`);
  }
  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#update(batch, logs);
  }
  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#finalize(logs);
  }

  override onTestBegin(): void {
    if (!this.#inTraining) this.#begin();
  }
  override onTestBatchEnd(batch: number, logs: Logs): void {
    if (!this.#inTraining) this.#update(batch, logs);
  }
  override onTestEnd(logs: Logs): void {
    if (!this.#inTraining) this.#finalize(logs);
  }

  override onPredictBegin(): void {
    this.#begin();
  }
  override onPredictBatchEnd(batch: number): void {
    this.#update(batch, {});
  }
  override onPredictEnd(): void {
    this.#finalize({});
  }

  #begin(): void {
    this.#seen = 0;
    const verbose = Math.min(this.params.verbose, 2) as 0 | 1 | 2;
    const write = this.write ? { write: this.write } : {};
    this.#bar = new Progbar({ target: this.#target, verbose, statelessMetrics: [], ...write });
  }
  #update(batch: number, logs: Logs): void {
    if (!this.#bar) this.#begin();
    this.#seen = batch + 1;
    if (this.params.verbose === 1) this.#bar!.update(this.#seen, logs, { finalize: false });
  }
  /** An unknown length is known from the first pass on. */
  #finalize(logs: Logs): void {
    if (!this.#bar) this.#begin();
    this.#target ??= this.#bar!.target = this.#seen;
    this.#bar!.update(this.#target, logs, { finalize: true });
  }
}
