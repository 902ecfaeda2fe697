import { OptionError, ready, refusal, StateError } from "@hornbeam/core";
import type { FileSource, FileTarget } from "@hornbeam/saving";
import type { Model } from "../model.ts";
import type { SaveModelOptions } from "./save-model.ts";
import { checkOptions } from "./save-options.ts";

export interface LoadWeightsOptions {
  /** Whether layers are found by their names; for legacy `.h5` files only. */
  readonly byName?: boolean;
  /** Whether what does not fit is passed over, with a warning. */
  readonly skipMismatch?: boolean;
  readonly signal?: AbortSignal;
}

/** @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | keras.Model.save_weights} */
export async function saveWeights(model: Model, target: FileTarget, options: SaveModelOptions = {}): Promise<void> {
  const action = `save the weights of ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, ["overwrite", "signal"]);
  const { fileName, hdf5Image, saveState, writeFile } = await import("@hornbeam/saving");
  const name = fileName(target);
  if (!name.endsWith(".weights.h5")) {
    throw refusal(OptionError, { action, expected: "the filename must end in `.weights.h5`", received: name });
  }
  requireBuilt(model, action, "You are saving a model that has not yet been built.");
  await ready();
  await writeFile(target, hdf5Image(saveState(model).weights), { ...options, action });
}

/** @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | keras.Model.load_weights} */
export async function loadWeights(model: Model, source: FileSource, options: LoadWeightsOptions = {}): Promise<void> {
  const action = `load the weights of ${model[Symbol.toStringTag]}`;
  checkOptions(action, options, ["byName", "skipMismatch", "signal"]);
  const { byName = false, skipMismatch = false, signal } = options;
  requireBuilt(model, action, "You are loading weights into a model that has not yet been built.");
  const saving = await import("@hornbeam/saving");
  const bytes = await saving.readFile(source, { action, signal });
  await ready();
  signal?.throwIfAborted();
  const archive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const file = saving.readHdf5(archive ? saving.readKerasArchive(bytes).weights : bytes);
  if (!archive && saving.isLegacy(file)) {
    saving.loadLegacy(model, file, { byName, skipMismatch });
    return;
  }
  if (byName) {
    const expected = "`byName` is for legacy .h5 files only: others hold weights by their place";
    throw refusal(OptionError, { action, expected, received: byName });
  }
  // an optimizer that was compiled anew takes over a state that is there
  if (model.compiled && !model.optimizer.built && saving.hasOptimizerState(file))
    model.optimizer.build(model.trainableWeights);
  saving.loadState(model, file, { skipMismatch });
}

function requireBuilt(model: Model, action: string, what: string): void {
  if (model.built) return;
  const hint = `${what} Call it on data before, or its \`build\` with a shape.`;
  throw refusal(StateError, { action, expected: "it must have been built", hint });
}
