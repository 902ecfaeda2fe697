import {
  boolean,
  classNameOf,
  defineCallback,
  type Logs,
  nonNegativeInteger,
  nullable,
  OptionError,
  option,
  refusal,
  type TrainableModel,
  text,
  warnOnce,
} from "@hornbeam/core";
import { type HookName, type Listening, overrides } from "./_hooks.ts";
import { LogFiles } from "./tensorboard/log-files.ts";
import { type EmbeddingsMetadata, projectorConfig } from "./tensorboard/projector.ts";
import { histogramSummary, imageSummary, kerasModelSummary, scalarSummary } from "./tensorboard/summaries.ts";
import { weightPicture } from "./tensorboard/weight-picture.ts";
import type { EventWriter } from "./tensorboard/writer.ts";

type Run = "train" | "validation";

const updateFrequency = /* @__PURE__ */ option<"epoch" | number, "epoch" | "batch" | number>(
  '"epoch", "batch" or a positive integer',
  (x) =>
    x === "batch" ? 1 : x === "epoch" || (Number.isSafeInteger(x) && (x as number) > 0) ? (x as "epoch") : undefined,
);
const metadata = /* @__PURE__ */ option<EmbeddingsMetadata>("a path, or paths by the names of layers", (x) =>
  typeof x === "string" ||
  (typeof x === "object" && x !== null && Object.values(x).every((path) => typeof path === "string"))
    ? (x as EmbeddingsMetadata)
    : undefined,
);

/**
 * Writes the files that TensorBoard shows: logs as curves, the model, and weights as histograms and pictures.
 *
 * `<logDir>/train` gets `epoch_<name>` of each log and `epoch_learning_rate`, `<logDir>/validation` gets `epoch_<name>`
 * of those with `val_` before their names, and of each evaluation `evaluation_<name>_vs_iterations`. Epochs count from 0.
 *
 * A number as `updateFreq` adds `batch_<name>`, running means by the batch, which counts from 1 in a training. As in
 * Keras it holds for everything: what an epoch gives is written only if the count of batches is a multiple of it then.
 *
 * @see {@link https://keras.io/api/callbacks/tensorboard/ | keras.callbacks.TensorBoard}; differs from it in that there
 * is no profiler
 * @throws {ConfigError} when a file cannot be written.
 * @example
 * await model.fit(x, y, { callbacks: [new TensorBoard({ logDir: "runs/logs", histogramFreq: 1 })] });
 */
export class TensorBoard
  extends /* @__PURE__ */ defineCallback("keras.callbacks.TensorBoard", {
    /** Folder for this training alone. */
    logDir: /* @__PURE__ */ text("logs"),
    /** Every how many epochs weights are written as histograms; 0 for never. */
    histogramFreq: /* @__PURE__ */ nonNegativeInteger(0),
    /** Whether to write what the model is made of. */
    writeGraph: /* @__PURE__ */ boolean(true),
    /** Whether weights are written as pictures too, when they are as histograms. */
    writeImages: /* @__PURE__ */ boolean(false),
    /** Whether to write how many batches a second are done. */
    writeStepsPerSecond: /* @__PURE__ */ boolean(false),
    /** When logs are written: `"epoch"`, `"batch"`, or a number of batches. */
    updateFreq: /* @__PURE__ */ updateFrequency("epoch"),
    /** Only 0: there is no profiler. */
    profileBatch: /* @__PURE__ */ nonNegativeInteger(0),
    /** Every how many epochs embeddings are saved for the projector; 0 for never. */
    embeddingsFreq: /* @__PURE__ */ nonNegativeInteger(0),
    /** Labels of the embeddings: a file for all, or one by the layer's name. */
    embeddingsMetadata: /* @__PURE__ */ nullable(metadata)(null),
    /** Whether files are kept in `files` instead of being written; always so where there is no file system. */
    inMemory: /* @__PURE__ */ boolean(false, { unwritten: true }),
  })
  implements Listening
{
  readonly #files = new LogFiles(this.logDir, this.inMemory);
  readonly #writers = new Map<Run, EventWriter>();
  #projector: string | undefined;
  #trainBatches = 0;
  #testBatches = 0;
  #testing = false;
  #epochStart = { time: 0, iterations: 0 };
  #batchStart = 0;

  protected override validate(): void {
    if (this.profileBatch === 0) return;
    const expected = "`profileBatch` must be 0, because profiling is not available";
    const parts = { owner: "TensorBoard", option: "profileBatch", received: this.profileBatch };
    throw refusal(OptionError, { action: "create TensorBoard", expected, ...parts });
  }

  /** What was written in memory, by path. */
  get files(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
    return this.#files.kept;
  }
  listensTo(hook: HookName): boolean {
    return overrides(this, hook) && (this.updateFreq !== "epoch" || !/^on(Train|Test)Batch/.test(hook));
  }

  /** A model begins new files. */
  override setModel(model: TrainableModel): void {
    super.setModel(model);
    this.#writers.clear();
    if (this.writeGraph) this.#writeModel(model);
    if (this.embeddingsFreq) this.#projector = projectorConfig(model, this.embeddingsMetadata);
  }

  override async onTrainBegin(): Promise<void> {
    this.#trainBatches = 0;
    this.#writer("train").begin();
    if (this.#projector !== undefined) await this.#files.write("projector_config.pbtxt", this.#projector);
    await this.#flush();
  }
  override async onTrainEnd(): Promise<void> {
    await this.#flush();
  }

  override onTrainBatchBegin(): void {
    this.#trainBatches++;
    this.#batchStart = performance.now();
  }
  override async onTrainBatchEnd(_batch: number, logs: Logs): Promise<void> {
    if (this.updateFreq === "epoch" || !this.#isRecording) return;
    const writer = this.#writer("train");
    const add = (name: string, value: number) => writer.add(this.#trainBatches, scalarSummary(`batch_${name}`, value));
    if (this.writeStepsPerSecond) add("steps_per_second", 1000 / (performance.now() - this.#batchStart));
    for (const [name, value] of Object.entries(logs)) add(name, value);
    await writer.flushIfDue();
  }

  override onTestBegin(): void {
    this.#testing = true;
    this.#writer("validation").begin();
  }
  override onTestBatchBegin(): void {
    this.#testBatches++;
  }
  override async onTestEnd(logs: Logs): Promise<void> {
    if (this.#isRecording) {
      for (const [name, value] of Object.entries(logs)) {
        const summary = scalarSummary(`evaluation_${name}_vs_iterations`, value);
        this.#writer("validation").add(this.#iterations, summary);
      }
    }
    this.#testing = false;
    await this.#flush();
  }

  override onEpochBegin(): void {
    if (this.writeStepsPerSecond) this.#epochStart = { time: performance.now(), iterations: this.#iterations };
  }
  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    if (this.#isRecording) this.#writeLogs(epoch, logs);
    if (this.histogramFreq && epoch % this.histogramFreq === 0 && this.#isRecording) await this.#writeWeights(epoch);
    if (this.embeddingsFreq && epoch % this.embeddingsFreq === 0) {
      await this.#files.makeFolder("train");
      await this.model.saveWeights(this.#files.path(`train/keras_embedding.ckpt-${epoch}.weights.h5`));
    }
    await this.#flush();
  }

  /** Whether this is a moment at which something is written: Keras asks the batches of the run that goes on. */
  get #isRecording(): boolean {
    if (this.updateFreq === "epoch") return true;
    return (this.#testing ? this.#testBatches : this.#trainBatches) % this.updateFreq === 0;
  }
  get #iterations(): number {
    return Number(this.model.optimizer.iterations.numpy().item());
  }

  #writer(run: Run): EventWriter {
    const writer = this.#writers.get(run) ?? this.#files.eventWriter(run);
    this.#writers.set(run, writer);
    return writer;
  }
  async #flush(): Promise<void> {
    for (const writer of this.#writers.values()) await writer.flush();
  }

  #writeModel(model: TrainableModel): void {
    this.#writer("train").begin();
    const known = ["Functional", "Sequential", "Model"].includes(classNameOf(model.constructor as never));
    try {
      const json = model.toJSON();
      const { class_name: name } = JSON.parse(json) as { class_name?: unknown };
      // TensorBoard draws graphs of layers only
      if (name === "Functional" || name === "Sequential") this.#writer("train").add(0, kerasModelSummary(json));
    } catch (error) {
      if (known) warnOnce(`Model failed to serialize as JSON. Ignoring... ${(error as Error).message}`);
    }
  }

  #writeLogs(epoch: number, logs: Logs): void {
    const entries = Object.entries(logs);
    if (entries.length === 0) return;
    const training: Logs = Object.fromEntries(entries.filter(([name]) => !name.startsWith("val_")));
    training.learning_rate = this.model.optimizer.currentLearningRate;
    if (this.writeStepsPerSecond) {
      const { time, iterations } = this.#epochStart;
      training.steps_per_second = ((this.#iterations - iterations) * 1000) / (performance.now() - time);
    }
    const add = (run: Run, name: string, value: number) =>
      this.#writer(run).add(epoch, scalarSummary(`epoch_${name}`, value));
    for (const [name, value] of Object.entries(training)) add("train", name, value);
    for (const [name, value] of entries) if (name.startsWith("val_")) add("validation", name.slice(4), value);
  }

  async #writeWeights(epoch: number): Promise<void> {
    const writer = this.#writer("train");
    for (const weight of this.model.layers.flatMap((layer) => layer.weights)) {
      const value = weight.numpy();
      const name = weight.path.replaceAll(":", "_");
      writer.add(epoch, histogramSummary(`${name}/histogram`, value.astype("float32").data as ArrayLike<number>));
      const picture = this.writeImages ? weightPicture(value) : undefined;
      if (picture) writer.add(epoch, await imageSummary(`${name}/image`, picture.shape, picture.values));
    }
  }
}
