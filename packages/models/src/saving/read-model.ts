import { type CustomObjects, isRecord, OptionError, parseJson, ready, refusal } from "@hornbeam/core";
import type { FileProgress, Hdf5Group } from "@hornbeam/saving";
import type { FeatureSpace } from "../feature-space/feature-space.ts";
import type { Model } from "../model.ts";
import { modelFromObject } from "../serialization/model-from-object.ts";
import { compileConfigFromLegacy, fromLegacyConfig } from "./legacy-config.ts";
import { withLegacyOps } from "./legacy-ops.ts";
import { isTfjs, loadTfjsFiles, loadTfjsFrom, type ModelFiles } from "./tfjs/load-tfjs.ts";

export interface LoadModelOptions {
  /** Classes and functions of your own that the file names. */
  readonly customObjects?: CustomObjects;
  /** Whether the model is compiled as it was, its optimizer's state included. */
  readonly compile?: boolean;
  /** Taken for Keras' sake: code in a file is not run either way. */
  readonly safeMode?: boolean;
  readonly signal?: AbortSignal;
  /** Called as bytes of the file arrive: `({ received, total }) => …`. */
  readonly onProgress?: (progress: FileProgress) => void;
  /** Most bytes that a file may have; 4 GiB unless given. */
  readonly maxBytes?: number;
}

const known: ReadonlySet<string> = new Set<keyof LoadModelOptions>([
  "customObjects",
  "compile",
  "safeMode",
  "signal",
  "onProgress",
  "maxBytes",
]);

export function checkLoadOptions(options: LoadModelOptions): void {
  for (const key of Object.keys(options)) {
    if (known.has(key)) continue;
    throw refusal(OptionError, {
      action: "load a model",
      expected: `unknown option \`${key}\``,
      hint: `Known options: ${[...known].join(", ")}.`,
    });
  }
}

/**
 * A model from the bytes of a `.keras` file, or of a legacy whole-model `.h5`, told apart by their first bytes;
 * or from the files of TensorFlow.js by their names: `{ "model.json": …, "weights.bin": … }`.
 *
 * @throws {LoadingError} where the bytes are damaged, or no such file.
 * @throws {ConfigError} where its configuration names what is unknown, or holds code.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ | keras.models.load_model}
 * @example
 * const again = await loadModelFromBytes(await saveModelToBytes(model));
 */
export async function loadModelFromBytes<M extends Model | FeatureSpace = Model>(
  bytes: Uint8Array | ModelFiles,
  options: LoadModelOptions = {},
): Promise<M> {
  checkLoadOptions(options);
  const saving = await import("@hornbeam/saving");
  await ready();
  options.signal?.throwIfAborted();
  const model =
    bytes instanceof Uint8Array
      ? modelFromFile(Uint8Array.from(bytes), options, saving) // the caller's own may change
      : loadTfjsFiles(bytes, options, saving);
  return (await model) as M; // what bytes hold is not known before they are read
}

/** The same, of bytes that nobody else has. */
export async function modelFromFile(
  bytes: Uint8Array,
  options: LoadModelOptions,
  saving: typeof import("@hornbeam/saving"),
): Promise<Model> {
  await ready();
  options.signal?.throwIfAborted();
  if (isTfjs(bytes)) return loadTfjsFrom(bytes, bytes, options, saving);
  if (isArchive(bytes)) {
    const archive = saving.readKerasArchive(bytes, { movable: true });
    const file = saving.readHdf5(archive.weights);
    const model = modelOf(parseJson(archive.config), options);
    saving.loadState(model, file, { assets: archive.assets });
    return model;
  }
  if (isHdf5(bytes)) return loadLegacyModel(saving, saving.readHdf5(bytes), options);
  const hint = "Give it what `save` wrote, here or in Keras.";
  throw refusal(saving.LoadingError, {
    action: "load a model",
    expected: "the file format must be .keras or .h5; these bytes are neither, or too short",
    receivedAs: "bytes that begin with",
    received: [...bytes.subarray(0, 8)],
    hint,
  });
}

function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
function isHdf5(bytes: Uint8Array): boolean {
  return bytes[0] === 0x89 && bytes[1] === 0x48 && bytes[2] === 0x44 && bytes[3] === 0x46;
}

function loadLegacyModel(saving: typeof import("@hornbeam/saving"), file: Hdf5Group, options: LoadModelOptions): Model {
  const { modelConfig, trainingConfig } = saving.readLegacyConfigs(file);
  if (modelConfig === undefined) {
    throw refusal(saving.LoadingError, {
      action: "load a model",
      expected: 'no model config found in the file: it must have the attribute "model_config"',
      hint: "A file of weights alone: make the model, and call its `loadWeights`.",
    });
  }
  const config = withLegacyOps(fromLegacyConfig(parseJson(modelConfig)));
  const training = trainingConfig === undefined ? undefined : parseJson(trainingConfig);
  const compile_config = isRecord(training) ? compileConfigFromLegacy(training) : undefined;
  const model = modelOf(isRecord(config) ? { ...config, compile_config } : config, options);
  saving.loadLegacy(model, file);
  const state = model.compiled ? saving.legacyOptimizerState(file) : undefined;
  if (state) model.optimizer.loadOwnVariables(state);
  return model;
}

/** The model that a file's config describes, with new weights. */
function modelOf(config: unknown, { customObjects, compile = true, safeMode }: LoadModelOptions): Model {
  const how = { action: "load a model", customObjects, safeMode };
  if (compile || !isRecord(config)) return modelFromObject(config, how);
  const { compile_config, ...rest } = config;
  return modelFromObject(rest, how);
}
