import type { FileSource } from "@hornbeam/saving";
import type { FeatureSpace } from "../feature-space/feature-space.ts";
import type { Model } from "../model.ts";
import { checkLoadOptions, type LoadModelOptions, modelFromFile } from "./read-model.ts";
import { isTfjs, loadTfjsFrom } from "./tfjs/load-tfjs.ts";

/**
 * A model from a `.keras` file, or a legacy whole-model `.h5`: weights, compiled as it was, with its optimizer's state.
 * Or from the `model.json` of TensorFlow.js, whose weights lie beside it.
 * Nothing in a file is run or fetched. A `FeatureSpace` that was saved is read by `loadModel<FeatureSpace>(…)`.
 *
 * @param source A path (in Node), a URL, the Blob of a picked file, or bytes.
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
  const { signal, onProgress, maxBytes } = options;
  const bytes = await saving.readFile(source, { action: "load a model", signal, onProgress, maxBytes });
  const model = isTfjs(bytes) ? loadTfjsFrom(source, bytes, options, saving) : modelFromFile(bytes, options, saving);
  return (await model) as M; // what a file holds is not known before it is read
}

/** `loadModel` by the name that TensorFlow.js has for it. */
export { loadModel as loadLayersModel };
