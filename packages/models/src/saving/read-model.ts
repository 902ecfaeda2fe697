import { isRecord, parseJson, ready, refusal } from "@hornbeam/core";
import type { ArchivedState, FileSource, Hdf5Group } from "@hornbeam/saving";
import type { Model } from "../model.ts";
import { modelFromObject } from "../serialization/model-from-object.ts";
import { compileConfigFromLegacy, fromLegacyConfig } from "./legacy-config.ts";
import { withLegacyOps } from "./legacy-ops.ts";
import type { LoadModelOptions } from "./load-options.ts";
import type { ModelFiles } from "./tfjs/load-tfjs.ts";

type Saving = typeof import("@hornbeam/saving");

/** The model in a file, whose weights may lie beside it. */
export async function modelFrom(source: FileSource, options: LoadModelOptions, saving: Saving): Promise<Model> {
  const { signal, onProgress, maxBytes } = options;
  const how = { action: "load a model", signal, onProgress, maxBytes };
  const folder = await saving.readFolder(source, how);
  if (folder) {
    await ready();
    return fromArchive(saving.openFolder(folder), options, saving);
  }
  const bytes = await saving.readFile(source, how);
  return isTfjs(bytes) ? fromTfjs(source, bytes, options, saving) : modelFromFile(bytes, options, saving);
}

/** The model in bytes, or in several files. */
export async function modelFromBytes(
  bytes: Uint8Array | ModelFiles,
  options: LoadModelOptions,
  saving: Saving,
): Promise<Model> {
  await ready();
  options.signal?.throwIfAborted();
  if (!(bytes instanceof Uint8Array)) {
    const { loadTfjsFiles } = await import("./tfjs/load-tfjs.ts");
    return loadTfjsFiles(bytes, options, saving, modelFromObject);
  }
  return modelFromFile(Uint8Array.from(bytes), options, saving); // the caller's own may change
}

/** The model in bytes that nobody else has. */
async function modelFromFile(bytes: Uint8Array, options: LoadModelOptions, saving: Saving): Promise<Model> {
  await ready();
  options.signal?.throwIfAborted();
  if (isTfjs(bytes)) return fromTfjs(bytes, bytes, options, saving);
  if (isArchive(bytes)) return fromArchive(saving.openArchive(bytes, { movable: true }), options, saving);
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

function fromArchive({ config, state, assets }: ArchivedState, options: LoadModelOptions, saving: Saving): Model {
  const model = modelOf(parseJson(config), options);
  saving.loadState(model, state, { assets });
  return model;
}

async function fromTfjs(
  source: FileSource,
  json: Uint8Array,
  options: LoadModelOptions,
  saving: Saving,
): Promise<Model> {
  const { loadTfjsFrom } = await import("./tfjs/load-tfjs.ts");
  return loadTfjsFrom(source, json, options, saving, modelFromObject);
}

/** Whether bytes are those of a `model.json`: JSON text, which no other format begins with. */
function isTfjs(bytes: Uint8Array): boolean {
  const first = bytes.subarray(0, 64).find((byte) => byte > 0x20);
  return first === 0x7b; // {
}

function isArchive(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}
function isHdf5(bytes: Uint8Array): boolean {
  return bytes[0] === 0x89 && bytes[1] === 0x48 && bytes[2] === 0x44 && bytes[3] === 0x46;
}

function loadLegacyModel(saving: Saving, file: Hdf5Group, options: LoadModelOptions): Model {
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
