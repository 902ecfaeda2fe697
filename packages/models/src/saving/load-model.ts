import type { FileSource } from "@hornbeam/saving";
import type { FeatureSpace } from "../feature-space/feature-space.ts";
import type { Model } from "../model.ts";
import { checkLoadOptions, type LoadModelOptions } from "./load-options.ts";
import { modelFrom, modelFromBytes } from "./read-model.ts";
import type { ModelFiles } from "./tfjs/load-tfjs.ts";

/**
 * A model from a `.keras` file, or a legacy whole-model `.h5`: weights, compiled as it was, with its optimizer's state.
 * Or from the `model.json` of TensorFlow.js, whose weights lie beside it.
 * Nothing in a file is run or fetched. A `FeatureSpace` that was saved is read by `loadModel<FeatureSpace>(…)`.
 *
 * @param source A path (in Node; also of a folder that `zipped: false` made), a URL, the Blob of a picked file, or bytes.
 * @throws {LoadingError} where there is no such file, or it is damaged.
 * @throws {ConfigError} where its configuration names what is unknown, or holds code.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ | keras.models.load_model}
 * @example
 * const model = await loadModel("runs/mnist/model.keras");
 */
export async function loadModel<M extends Model | FeatureSpace = Model>(
  source: FileSource,
  options: LoadModelOptions = {},
): Promise<M> {
  checkLoadOptions(options);
  const saving = await import("@hornbeam/saving");
  return (await modelFrom(source, options, saving)) as M; // what a file holds is not known before it is read
}

/** `loadModel` by the name that TensorFlow.js has for it. */
export { loadModel as loadLayersModel };

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
  return (await modelFromBytes(bytes, options, saving)) as M; // what bytes hold is not known before they are read
}
