import {
  boolean,
  ConfigError,
  defineCallback,
  type Logs,
  nullable,
  number,
  OptionError,
  refusal,
  text,
} from "@hornbeam/core";
import { formatNumber } from "@hornbeam/utils";
import { BatchCounter } from "./_batch-counter.ts";
import { fileSystem } from "./_files.ts";
import { PathTemplate } from "./_format-path.ts";
import { type HookName, type Listening, overrides } from "./_hooks.ts";
import { Monitor, monitorMode } from "./_monitor.ts";
import { saveFrequency, verbosity } from "./_options.ts";
import { folderOf } from "./_paths.ts";
import { print } from "./_print.ts";

/**
 * Saves the model, or its weights, at the end of each epoch or every so many batches.
 *
 * `filepath` is a format string in Python's style over `epoch` (from 1), `batch` (from 1, with a number as `saveFreq`)
 * and all logs: `"{epoch:02d}-{val_loss:.2f}.keras"`. Folders are made, files are replaced. Where the monitored value
 * is missing, `saveBestOnly` saves.
 *
 * @see {@link https://keras.io/api/callbacks/model_checkpoint/ | keras.callbacks.ModelCheckpoint}
 * @throws {OptionError} when a field of the path is not among the logs, or when the mode is "auto" and the metric does
 * not say what is better.
 * @throws {ConfigError} when the path is that of a folder.
 * @example
 * new ModelCheckpoint({ filepath: "runs/{epoch:02d}-{val_loss:.2f}.keras", saveBestOnly: true });
 */
export class ModelCheckpoint
  extends /* @__PURE__ */ defineCallback("keras.callbacks.ModelCheckpoint", {
    /** Ends in `.keras` or `.h5`, with `saveWeightsOnly` in `.weights.h5`. */
    filepath: /* @__PURE__ */ text(),
    /** Key of the logs. */
    monitor: /* @__PURE__ */ text("val_loss"),
    verbose: /* @__PURE__ */ verbosity(0),
    /** Whether to save only when the monitored value is the best so far. */
    saveBestOnly: /* @__PURE__ */ boolean(false),
    /** Whether to save weights instead of the whole model. */
    saveWeightsOnly: /* @__PURE__ */ boolean(false),
    mode: /* @__PURE__ */ monitorMode("auto"),
    /** `"epoch"`, or a number of batches. */
    saveFreq: /* @__PURE__ */ saveFrequency("epoch"),
    /** What the first value has to beat. */
    initialValueThreshold: /* @__PURE__ */ nullable(number)(null),
  })
  implements Listening
{
  readonly #path = new PathTemplate("ModelCheckpoint", this.filepath);
  readonly #monitor = new Monitor({ owner: "ModelCheckpoint", monitor: this.monitor, mode: this.mode });
  readonly #batches = this.saveFreq === "epoch" ? undefined : new BatchCounter(this.saveFreq);
  #epoch = 0;
  /** Best value so far; a new training goes on with it. */
  best: number | null = this.initialValueThreshold;

  protected override validate(): void {
    const { filepath, saveWeightsOnly } = this;
    const fits = saveWeightsOnly ? /\.weights\.h5$/.test(filepath) : /\.(keras|h5)$/.test(filepath);
    if (fits) return;
    const expected = saveWeightsOnly
      ? "`filepath` must end in `.weights.h5` when only weights are saved"
      : "`filepath` must end in `.keras` or `.h5`";
    const action = "create ModelCheckpoint";
    throw refusal(OptionError, { action, owner: "ModelCheckpoint", option: "filepath", expected, received: filepath });
  }

  listensTo(hook: HookName): boolean {
    return overrides(this, hook) && (hook !== "onTrainBatchEnd" || this.#batches !== undefined);
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }
  override async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    if (this.#batches?.isDue(batch)) await this.#save({ epoch: this.#epoch + 1, batch: batch + 1 }, logs);
  }
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (!this.#batches) await this.#save({ epoch: epoch + 1 }, logs);
  }

  async #save(counts: { readonly epoch: number; readonly batch?: number }, logs: Logs): Promise<void> {
    const path = this.#path.format(counts, logs);
    const say = (message: string) => this.verbose > 0 && print(`\nEpoch ${counts.epoch}: ${message}`);
    if (!this.#isWanted(logs, path, say)) return;
    const files = fileSystem();
    await files?.makeFolder(folderOf(path));
    if (await files?.isFolder(path)) {
      const action = "save by ModelCheckpoint";
      throw refusal(ConfigError, { action, expected: "the path must not be that of a directory", received: path });
    }
    await (this.saveWeightsOnly ? this.model.saveWeights(path) : this.model.save(path));
    say(`finished saving model to ${path}`);
  }

  #isWanted(logs: Logs, path: string, say: (message: string) => void): boolean {
    if (!this.saveBestOnly) {
      say(`saving model to ${path}`);
      return true;
    }
    const value = this.#monitor.read(logs, "Can save best model only with metric");
    if (value === undefined) return true;
    const best = this.best === null ? "None" : formatNumber(this.best, ".5f");
    if (!this.#monitor.isBetter(this.model, value, this.best)) {
      say(`${this.monitor} did not improve from ${best}`);
      return false;
    }
    say(`${this.monitor} improved from ${best} to ${formatNumber(value, ".5f")}, saving model to ${path}`);
    this.best = value;
    return true;
  }
}
