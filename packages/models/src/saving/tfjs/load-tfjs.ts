import { isRecord, isRegistered, parseJson, ready, refusal, registerKerasSerializable } from "@hornbeam/core";
import type { FileSource } from "@hornbeam/saving";
import type { Model } from "../../model.ts";
import type { modelFromObject } from "../../serialization/model-from-object.ts";
import { compileConfigFromLegacy, fromLegacyConfig } from "../legacy-config.ts";
import type { LoadModelOptions } from "../load-options.ts";
import { assignByName } from "./assign-by-name.ts";
import { legacyHardSigmoid } from "./hard-sigmoid.ts";
import { restoreOptimizer } from "./restore-optimizer.ts";
import { fromTfjsConfig, trainingFromTfjs } from "./tfjs-config.ts";
import { readManifest, shardsOf } from "./weights-manifest.ts";

type Saving = typeof import("@hornbeam/saving");

/** What makes a model of its config. It knows every layer, so it is given and not imported: pages load this file when they need it. */
type MakeModel = typeof modelFromObject;

const action = "load a TensorFlow.js model";

/** Files by their names: `model.json`, and those that it names. */
export type ModelFiles = Readonly<Record<string, Uint8Array>>;

/** The model that a `model.json` at a path or URL describes, with the weights beside it. */
export async function loadTfjsFrom(
  source: FileSource,
  json: Uint8Array,
  options: LoadModelOptions,
  saving: Saving,
  make: MakeModel,
): Promise<Model> {
  const described = descriptionOf(json, saving);
  const files = new Map<string, Uint8Array>();
  const names = shardsOf(described["weightsManifest"], saving);
  const model = saving.fileOf(source, action, "");
  const { signal, onProgress, maxBytes } = options;
  for (const name of names) {
    const file = model.beside?.(name);
    if (!file) {
      throw refusal(saving.LoadingError, {
        action,
        expected: `the file of weights ${JSON.stringify(name)} must be given too`,
        hint: "Give `loadModelFromBytes` an object of all files by their names, or `loadModel` the path or URL of model.json.",
      });
    }
    files.set(name, await file.read({ action, signal, onProgress, maxBytes }));
  }
  return modelOf(described, files, options, saving, make);
}

/** The model in files that are at hand. */
export async function loadTfjsFiles(
  given: ModelFiles,
  options: LoadModelOptions,
  saving: Saving,
  make: MakeModel,
): Promise<Model> {
  const files = new Map(Object.entries(given));
  const json = files.get("model.json");
  if (!json) throw refusal(saving.LoadingError, { action, expected: 'it must have the file "model.json", which is missing', received: [...files.keys()] }); // biome-ignore format: one line
  const described = descriptionOf(json, saving);
  for (const name of shardsOf(described["weightsManifest"], saving)) {
    if (files.has(name)) continue;
    throw refusal(saving.LoadingError, { action, expected: `it must have the file ${JSON.stringify(name)}, which is missing`, received: [...files.keys()] }); // biome-ignore format: one line
  }
  return modelOf(described, files, options, saving, make);
}

function descriptionOf(json: Uint8Array, { LoadingError }: Saving): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(json);
  } catch (cause) {
    throw refusal(LoadingError, { action, expected: "model.json must be UTF-8 text, its encoding is invalid", cause });
  }
  const described = parseJson(text);
  if (isRecord(described) && isRecord(described["modelTopology"]) && "weightsManifest" in described) return described;
  const kind = isRecord(described) ? described["format"] : undefined;
  throw refusal(LoadingError, {
    action,
    expected: "model.json must have `modelTopology` and `weightsManifest`",
    ...(kind !== undefined && { receivedAs: "format", received: kind }),
    hint: "The text of `toJSON` is read by `modelFromJSON`.",
  });
}

async function modelOf(
  described: Readonly<Record<string, unknown>>,
  files: ReadonlyMap<string, Uint8Array>,
  { customObjects, compile = true, safeMode, signal }: LoadModelOptions,
  saving: Saving,
  make: MakeModel,
): Promise<Model> {
  if (described["format"] === "graph-model") {
    throw refusal(saving.LoadingError, { action, expected: "its format must be layers-model: a graph is not supported", received: "graph-model" }); // biome-ignore format: one line
  }
  await ready();
  signal?.throwIfAborted();
  const topology = described["modelTopology"] as Record<string, unknown>;
  const config = fromLegacyConfig(fromTfjsConfig(topology["model_config"] ?? topology));
  const training = compile ? trainingFromTfjs(described["trainingConfig"] ?? topology["training_config"]) : undefined;
  const compile_config = training && compileConfigFromLegacy(training);
  const { class_name, config: inner } = isRecord(config) ? config : {};
  // layers that make copies of each other from their configs must find it too
  if (!isRegistered(legacyHardSigmoid))
    registerKerasSerializable(legacyHardSigmoid, { package: "hornbeam", name: "legacyHardSigmoid" });
  const { weights, optimizer } = readManifest(described["weightsManifest"], files, saving);
  const model = make(
    { class_name, config: inner, ...(compile_config && { compile_config }) },
    { action, customObjects, safeMode },
  );
  assignByName(model, weights, saving);
  if (model.compiled && optimizer.size > 0) restoreOptimizer(model, optimizer);
  return model;
}
