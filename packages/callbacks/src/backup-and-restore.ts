import {
  boolean,
  ConfigError,
  defineCallback,
  isRecord,
  option,
  refusal,
  StateError,
  type TrainableModel,
  type Variable,
} from "@hornbeam/core";
import { BatchCounter } from "./_batch-counter.ts";
import { type Files, fileSystem } from "./_files.ts";
import { type HookName, type Listening, overrides } from "./_hooks.ts";
import { saveFrequency } from "./_options.ts";
import { joinPath } from "./_paths.ts";

const folder = /* @__PURE__ */ option<string>("the path of a folder", (x) =>
  typeof x === "string" && x !== "" ? x : undefined,
);

/** What a model may tell about itself beyond what all callbacks see. */
interface Restorable {
  readonly built?: boolean;
  readonly trainableWeights?: readonly Variable[];
  readonly optimizer?: { build?(variables: readonly Variable[]): void } | null;
}

/**
 * Keeps the state of a training in a folder while it runs, and goes on from there when a training starts and finds it:
 * weights, the optimizer's state and the epoch. The model must be built before. Needs a file system.
 *
 * @see {@link https://keras.io/api/callbacks/backup_and_restore/ | keras.callbacks.BackupAndRestore}
 * @throws {StateError} when the model is not built, or there is no file system.
 * @throws {ConfigError} when what the folder holds cannot be read.
 * @example
 * await model.fit(x, y, { epochs: 100, callbacks: [new BackupAndRestore({ backupDir: "runs/backup" })] });
 */
export class BackupAndRestore
  extends /* @__PURE__ */ defineCallback("keras.callbacks.BackupAndRestore", {
    /** A folder for this training alone. */
    backupDir: /* @__PURE__ */ folder(),
    /** `"epoch"`, or a number of batches. Only whole epochs are resumed. */
    saveFreq: /* @__PURE__ */ saveFrequency("epoch"),
    /** Whether to keep the state before the last as well, for the case that the last cannot be read. */
    doubleCheckpoint: /* @__PURE__ */ boolean(false),
    /** Whether the folder is removed when a training comes to its end. */
    deleteCheckpoint: /* @__PURE__ */ boolean(true),
  })
  implements Listening
{
  readonly #batches = this.saveFreq === "epoch" ? undefined : new BatchCounter(this.saveFreq);
  readonly #weights = joinPath(this.backupDir, "latest.weights.h5");
  readonly #metadata = joinPath(this.backupDir, "training_metadata.json");
  #epoch = 0;
  #batch = 0;
  /** The epoch that the training goes on with; undefined where nothing was found. */
  initialEpoch: number | undefined;

  listensTo(hook: HookName): boolean {
    return overrides(this, hook) && (hook !== "onTrainBatchEnd" || this.#batches !== undefined);
  }

  override async onTrainBegin(): Promise<void> {
    this.initialEpoch = undefined;
    const files = this.#files();
    try {
      await this.#restore(files);
    } catch (error) {
      if (error instanceof StateError || !(await files.exists(backup(this.#weights)))) throw error;
      await files.copy(backup(this.#weights), this.#weights);
      if (await files.exists(backup(this.#metadata))) await files.copy(backup(this.#metadata), this.#metadata);
      else await files.remove(this.#metadata);
      await this.#restore(files);
    }
    this.#epoch = this.initialEpoch ?? 0;
  }
  override async onTrainBatchEnd(batch: number): Promise<void> {
    this.#batch = batch;
    if (this.#batches?.isDue(batch)) await this.#save();
  }
  override async onEpochEnd(epoch: number): Promise<void> {
    this.#epoch = epoch + 1;
    this.#batch = 0;
    if (!this.#batches) await this.#save();
  }
  override async onTrainEnd(): Promise<void> {
    if (this.deleteCheckpoint) await this.#files().remove(this.backupDir);
  }
  /** Leaves everything there: the next training goes on from it. */
  override onTrainInterrupt(): void {}

  async #restore(files: Files): Promise<void> {
    const model = this.model as TrainableModel & Restorable;
    if (model.built === false) {
      const hint = "Build it, or call it on a batch of data, before `fit`.";
      const expected = `model "${model.name}" must be built before \`fit\``;
      throw refusal(StateError, { action: "start a training with BackupAndRestore", expected, hint });
    }
    if (await files.exists(this.#weights)) {
      // the variables of the optimizer must exist before they are read
      (model as Restorable).optimizer?.build?.(model.trainableWeights ?? []);
      await model.loadWeights(this.#weights);
    }
    const metadata = await files.readText(this.#metadata);
    if (metadata !== undefined) this.initialEpoch = epochIn(metadata, this.#metadata);
  }

  async #save(): Promise<void> {
    const files = this.#files();
    await files.makeFolder(this.backupDir);
    if (this.doubleCheckpoint) {
      for (const path of [this.#weights, this.#metadata]) {
        if (await files.exists(path)) await files.copy(path, backup(path));
      }
    }
    await this.model.saveWeights(this.#weights);
    await files.write(this.#metadata, JSON.stringify({ epoch: this.#epoch, batch: this.#batch }));
  }

  #files(): Files {
    const files = fileSystem();
    if (files) return files;
    throw new StateError("Cannot use BackupAndRestore: there must be a file system");
  }
}

function backup(path: string): string {
  return `${path}.bkp`;
}

function epochIn(metadata: string, path: string): number {
  let parsed: unknown;
  try {
    parsed = JSON.parse(metadata);
  } catch {
    parsed = metadata;
  }
  const epoch: unknown = isRecord(parsed) ? parsed["epoch"] : undefined;
  if (Number.isSafeInteger(epoch) && (epoch as number) >= 0) return epoch as number;
  const expected = "it must hold the number of an epoch";
  throw refusal(ConfigError, { action: `read "${path}"`, expected, received: parsed });
}
