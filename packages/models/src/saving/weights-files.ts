import { type AnyLayer, Layer, Optimizer, OptionError, ready, refusal, StateError, warnOnce } from "@hornbeam/core";
import type { FileProgress, FileSource, FileTarget, Hdf5Group, ReadFileOptions } from "@hornbeam/saving";
import type { Model } from "../model.ts";
import type { SaveFileOptions } from "./save-model.ts";
import { checkOptions } from "./save-options.ts";

type Saving = typeof import("@hornbeam/saving");

export interface SaveWeightsOptions extends SaveFileOptions {
  /** Most gigabytes (2³⁰ bytes) of weights in a file: they are split, and `w.weights.json` says what is in which. */
  readonly maxShardSize?: number;
  /** Layers, or the optimizer, that the file does not hold: they are left out with all that is in them. */
  readonly objectsToSkip?: readonly (AnyLayer | Optimizer)[];
}

export interface LoadWeightsOptions {
  /** Whether layers are found by their names; for legacy `.h5` files only. */
  readonly byName?: boolean;
  /** Whether what does not fit is passed over, with a warning. */
  readonly skipMismatch?: boolean;
  /** Layers, or the optimizer, that stay as they are with all that is in them; not for legacy `.h5` files. */
  readonly objectsToSkip?: readonly (AnyLayer | Optimizer)[];
  readonly signal?: AbortSignal;
  /** Called as bytes of the file arrive: `({ received, total }) => …`. */
  readonly onProgress?: (progress: FileProgress) => void;
  /** Most bytes that the file, or all shards together, may have; 4 GiB unless given. */
  readonly maxBytes?: number;
}

/**
 * Saves a model's weights and its optimizer's state: what `model.saveWeights` does.
 *
 * @throws {OptionError} when the name has another ending than `.weights.h5`, `.safetensors`, `.npz` or, for split
 *   weights, `.weights.json`.
 * @throws {StateError} when the model has not been built.
 * @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | keras.saving.save_weights}
 * @example
 * await saveWeights(model, "runs/mnist/model.weights.h5");
 */
export async function saveWeights(
  model: Model,
  target: FileTarget,
  { maxShardSize, objectsToSkip, ...options }: SaveWeightsOptions = {},
): Promise<void> {
  const action = `save the weights of ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, ["overwrite", "signal", "maxShardSize", "objectsToSkip"]);
  checkSkipped(action, objectsToSkip);
  const saving = await import("@hornbeam/saving");
  const name = saving.fileName(target);
  checkName(action, name, maxShardSize);
  requireBuilt(model, action, "You are saving a model that has not yet been built.");
  await ready();
  options.signal?.throwIfAborted();
  const { weights } = saving.saveState(model, { objectsToSkip });
  if (maxShardSize !== undefined) {
    const json = jsonBeside(saving.fileOf(target, action, ""));
    await saving.saveShards(json, weights, { ...options, action, maxBytes: maxShardSize * 2 ** 30 });
    return;
  }
  await saving.writeFile(target, imageOf(name, weights, saving), { ...options, action });
}

function imageOf(name: string, weights: ReturnType<Saving["saveState"]>["weights"], saving: Saving) {
  if (name.endsWith(".safetensors")) return saving.safetensorsImage(saving.arraysOf(weights), { format: "keras" });
  return name.endsWith(".npz") ? saving.npzImage(saving.arraysOf(weights)) : saving.hdf5Image(weights);
}

function checkName(action: string, name: string, maxShardSize: unknown): void {
  if (maxShardSize === undefined) {
    if ([".weights.h5", ".safetensors", ".npz"].some((ending) => name.endsWith(ending))) return;
    const expected = "the filename must end in `.weights.h5` (or in `.safetensors`, or `.npz`)";
    const hint = name.endsWith(".weights.json")
      ? "`.weights.json` is for weights that are split: say `maxShardSize`."
      : "";
    throw refusal(OptionError, { action, expected, received: name, ...(hint && { hint }) });
  }
  if (!(typeof maxShardSize === "number" && maxShardSize > 0)) {
    throw refusal(OptionError, { action, expected: "`maxShardSize` must be a number of gigabytes above 0", received: maxShardSize }); // biome-ignore format: one line
  }
  if (name.endsWith(".weights.json") || name.endsWith(".weights.h5")) return;
  const expected = "the filename must end in `.weights.json` when `maxShardSize` is specified";
  throw refusal(OptionError, { action, expected, received: name });
}

/** The JSON of split weights, for which Keras takes the name of the whole file too. */
function jsonBeside<F extends { readonly name: string; beside?(name: string): F }>(file: F): F {
  if (file.name.endsWith(".json")) return file;
  const name = file.name.replace(/^.*[/\\]/s, "").replace(/\.h5$/, ".json");
  warnOnce(`Sharded weights are saved to "${name}": their file ends in \`.json\`.`);
  return file.beside?.(name) ?? file;
}

/**
 * Gives a model the weights of a file: what `model.loadWeights` does.
 *
 * @throws {LoadingError} where the file is damaged or another model's; then nothing is changed.
 * @throws {StateError} when the model has not been built.
 * @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | keras.saving.load_weights}
 * @example
 * await loadWeights(model, "runs/mnist/model.weights.h5");
 */
export async function loadWeights(model: Model, source: FileSource, options: LoadWeightsOptions = {}): Promise<void> {
  const action = `load the weights of ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, ["byName", "skipMismatch", "objectsToSkip", "signal", "onProgress", "maxBytes"]);
  const { byName = false, skipMismatch = false, objectsToSkip, ...how } = options;
  checkSkipped(action, objectsToSkip);
  requireBuilt(model, action, "You are loading weights into a model that has not yet been built.");
  const saving = await import("@hornbeam/saving");
  const { file, legacy } = await readState(source, { ...how, action }, saving);
  await ready();
  how.signal?.throwIfAborted();
  if (legacy) {
    if (objectsToSkip !== undefined) {
      const expected = "`objectsToSkip` is not for legacy .h5 files";
      throw refusal(OptionError, { action, expected, received: objectsToSkip });
    }
    saving.loadLegacy(model, file, { byName, skipMismatch });
    return;
  }
  if (byName) {
    const expected = "`byName` is for legacy .h5 files only: others hold weights by their place";
    throw refusal(OptionError, { action, expected, received: byName });
  }
  // an optimizer that was compiled anew takes over a state that is there
  if (
    model.compiled &&
    !model.optimizer.built &&
    !objectsToSkip?.includes(model.optimizer) &&
    saving.hasOptimizerState(file)
  )
    model.optimizer.build(model.trainableWeights);
  saving.loadState(model, file, { skipMismatch, objectsToSkip });
}

/** What a file of weights holds, whichever its format: told by its first bytes. */
async function readState(
  source: FileSource,
  options: ReadFileOptions,
  saving: Saving,
): Promise<{ file: Hdf5Group; legacy: boolean }> {
  const bytes = await saving.readFile(source, options);
  if (bytes[0] === 0x7b) {
    const json = saving.fileOf(source, options.action, "");
    return { file: await saving.loadShards(json, bytes, options), legacy: false };
  }
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) {
    const file = isNpz(bytes, saving) ? saving.groupOf(saving.openNpz(bytes)) : saving.openArchive(bytes, { movable: true }).state; // biome-ignore format: one line
    return { file, legacy: false };
  }
  if (saving.isSafetensors(bytes)) return { file: saving.groupOf(saving.openSafetensors(bytes)), legacy: false };
  const file = saving.readHdf5(bytes);
  return { file, legacy: saving.isLegacy(file) };
}

/** Whether an archive holds arrays, and not a model. */
function isNpz(bytes: Uint8Array, saving: Saving): boolean {
  const names = [...saving.readArchive(bytes).keys()];
  return names.length > 0 && names.every((name) => name.endsWith(".npy"));
}

function checkSkipped(action: string, given: unknown): void {
  if (given === undefined) return;
  const wrong = Array.isArray(given)
    ? given.find((each) => !(each instanceof Layer || each instanceof Optimizer))
    : given;
  if (wrong === undefined) return;
  throw refusal(OptionError, { action, expected: "`objectsToSkip` must be a list of layers and optimizers", received: wrong }); // biome-ignore format: one line
}

function requireBuilt(model: Model, action: string, what: string): void {
  if (model.built) return;
  const hint = `${what} Call it on data before, or its \`build\` with a shape.`;
  throw refusal(StateError, { action, expected: "it must have been built", hint });
}
