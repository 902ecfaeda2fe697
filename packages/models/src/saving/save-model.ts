import { OptionError, ready, refusal, serializeKerasObject, warnOnce } from "@hornbeam/core";
import type { FileImage, FileTarget, KerasArchiveSource, WeightsFormat } from "@hornbeam/saving";
import type { FeatureSpace } from "../feature-space/feature-space.ts";
import type { Model } from "../model.ts";
import { toLegacyConfig, trainingConfigOf } from "./legacy-config.ts";
import { checkOptions } from "./save-options.ts";
import { stringifyJson } from "./stringify-json.ts";

/** How a whole model is stored: today's archive, or the HDF5 file that came before it. */
export type ModelFormat = "keras" | "h5";

/** How any file is written. */
export interface SaveFileOptions {
  /** Whether a file that is there may be replaced; true unless given. */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal;
}

export interface SaveModelOptions extends SaveFileOptions {
  /**
   * How weights stand in a `.keras` file: as HDF5, or as arrays that `numpy.load` opens without pickles, by names as
   * `layers/dense/vars/0`. Keras reads HDF5 alone; `"h5"` unless given.
   */
  readonly weightsFormat?: WeightsFormat;
  /** Whether the model is one file; else it is a folder, of the files that an archive would hold. True unless given. */
  readonly zipped?: boolean;
}

/**
 * Saves a model (or a `FeatureSpace`), its weights, how it was compiled and its optimizer's state to a `.keras` or a legacy `.h5` file, which
 * Keras opens. The file is written whole or not at all.
 *
 * @param target A path (in Node), or a file of a store: `new IndexedDBStore().file("mnist.keras")`. With `zipped: false`, the path of
 *   a folder: it is written beside its place first; one that is there is replaced if it holds a model and nothing else.
 * @throws {OptionError} for another ending, or where there are no files (in a page).
 * @throws {StateError} when the file cannot be written, or is there and must not be replaced.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ | keras.saving.save_model}
 * @example
 * await saveModel(model, "runs/mnist/model.keras");
 */
export async function saveModel(
  model: Model | FeatureSpace,
  target: FileTarget,
  options: SaveModelOptions = {},
): Promise<void> {
  const action = `save ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, ["overwrite", "signal", "weightsFormat", "zipped"]);
  const { weightsFormat, zipped = true, ...how } = options;
  const saving = await import("@hornbeam/saving");
  const name = saving.fileName(target);
  if (!zipped) {
    if (name.endsWith(".keras")) {
      const expected = "the path must not end in `.keras` where `zipped` is false: it is that of a folder";
      throw refusal(OptionError, { action, expected, received: name });
    }
    const parts = saving.kerasParts(await archiveOf(model, weightsFormat));
    await saving.writeFolder(target, parts, { ...how, action, replaceable: kerasNames });
    return;
  }
  await saving.writeFile(target, await imageOfModel(model, formatOf(name, action), weightsFormat), { ...how, action });
}

export interface SaveModelToBytesOptions extends Pick<SaveModelOptions, "weightsFormat"> {
  /** `"keras"` unless given. */
  readonly format?: ModelFormat;
}

/**
 * The bytes of the file that `saveModel` writes: for pages, databases, object stores.
 *
 * @see {@link https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ | keras.saving.save_model}
 * @example
 * (await saveModelToBytes(model)).subarray(0, 2); // Uint8Array [80, 75]
 */
export async function saveModelToBytes(
  model: Model | FeatureSpace,
  { format = "keras", weightsFormat, ...rest }: SaveModelToBytesOptions = {},
): Promise<Uint8Array> {
  const action = `save ${model[Symbol.toStringTag]}`;
  checkOptions(action, rest, ["format", "weightsFormat"]);
  if (format !== "keras" && format !== "h5") {
    throw refusal(OptionError, { action, expected: '`format` must be "keras" or "h5"', received: format });
  }
  const { bytesOf } = await import("@hornbeam/saving");
  return bytesOf(await imageOfModel(model, format, weightsFormat));
}

/** What stands in the folder of a model; Keras' own has a text about it where it comes from a hub. */
const kerasNames = ["metadata.json", "config.json", "model.weights.h5", "model.weights.npz", "assets", "README.md"];

async function imageOfModel(
  model: Model | FeatureSpace,
  format: ModelFormat,
  weightsFormat: WeightsFormat | undefined,
): Promise<FileImage> {
  checkWeightsFormat(model, format, weightsFormat);
  const saving = await import("@hornbeam/saving");
  if (format === "keras") return saving.kerasArchiveImage(await archiveOf(model, weightsFormat));
  if (!("compile" in model)) {
    const expected = "the format must be `keras`: the legacy one is for models";
    throw refusal(OptionError, { action: `save ${model[Symbol.toStringTag]}`, expected, received: format });
  }
  await prepare(model);
  const training = trainingConfigOf(model);
  return saving.saveLegacy(model, {
    modelConfig: stringifyJson(toLegacyConfig(model)),
    trainingConfig: training && stringifyJson(training),
    optimizerVariables: model.compiled ? model.optimizer.variables : undefined,
  });
}

/** What a model is in Keras' form. */
async function archiveOf(
  model: Model | FeatureSpace,
  weightsFormat: WeightsFormat = "h5",
): Promise<KerasArchiveSource> {
  checkWeightsFormat(model, "keras", weightsFormat);
  const saving = await import("@hornbeam/saving");
  await prepare(model);
  const config = stringifyJson(serializeKerasObject(model));
  const { weights, assets } = saving.saveState(model);
  const image = weightsFormat === "npz" ? saving.npzImage(saving.arraysOf(weights)) : saving.hdf5Image(weights);
  return { config, weights: image, weightsFormat, assets };
}

async function prepare(model: Model | FeatureSpace): Promise<void> {
  if (!model.built) {
    warnOnce(
      `You are saving ${model[Symbol.toStringTag]}, which has not yet been built: it has no weights to save. Call it on data before.`,
    );
  }
  await ready();
}

function checkWeightsFormat(model: Model | FeatureSpace, format: ModelFormat, given: WeightsFormat | undefined): void {
  if (given === undefined || given === "h5" || (given === "npz" && format === "keras")) return;
  const action = `save ${model[Symbol.toStringTag]}`;
  const known = given === "npz";
  const expected = known
    ? 'weights in `.h5` files must be in the format "h5"'
    : '`weightsFormat` must be "h5" or "npz"';
  throw refusal(OptionError, { action, expected, received: given });
}

function formatOf(path: string, action: string): ModelFormat {
  if (path.endsWith(".keras")) return "keras";
  if (path.endsWith(".h5") || path.endsWith(".hdf5")) return "h5";
  const expected =
    "the path must end in `.keras`, or in `.h5` for the legacy format (invalid filepath extension for saving)";
  throw refusal(OptionError, { action, expected, received: path });
}
