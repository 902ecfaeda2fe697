import type { Variable } from "@hornbeam/core";
import { kerasVersion } from "../archive/keras-archive.ts";
import { type Hdf5DatasetSource, type Hdf5GroupSource, type Hdf5Value, hdf5Group, hdf5Image } from "../hdf5/index.ts";
import type { FileImage } from "../image/file-image.ts";
import { datasetOf } from "../weights/dataset-of.ts";
import { type LegacyModel, legacyWeights, modelWeightsGroup, optimizerGroup, topLevelGroup } from "./legacy-model.ts";
import { textListAttributes } from "./text-lists.ts";

export interface LegacyParts {
  /** The model's configuration: JSON text. */
  readonly modelConfig: string;
  /** How the model was compiled: JSON text. */
  readonly trainingConfig?: string | undefined;
  /** The optimizer's state. */
  readonly optimizerVariables?: readonly Variable[] | undefined;
}

/** Names the maker of the numbers, as Keras does: those that read old files ask for it. */
const backend: [string, Hdf5Value] = ["backend", "tensorflow"];

/**
 * Writes a whole model into one HDF5 file, as Keras did before there were `.keras` files: weights by the names of layers
 * and variables, configurations as texts.
 *
 * @throws nothing of its own: names that HDF5 cannot hold are an `OptionError` of `hdf5Image`.
 * @see {@link https://keras.io/api/models/model_saving_apis/model_saving_and_loading/ | Keras: whole model saving & loading}
 */
export function saveLegacy(
  model: LegacyModel,
  { modelConfig, trainingConfig, optimizerVariables }: LegacyParts,
): FileImage {
  const version: [string, Hdf5Value] = ["keras_version", kerasVersion];
  const layers = model.layers.map((layer) => [layer.name, weightsGroup(legacyWeights(layer))] as const);
  const weights = hdf5Group(
    [...layers, [topLevelGroup, weightsGroup(model.ownVariables)]],
    [
      ...textListAttributes(
        "layer_names",
        layers.map(([name]) => name),
      ),
      backend,
      version,
    ],
  );
  const optimizer = optimizerVariables?.length ? [[optimizerGroup, weightsGroup(optimizerVariables)] as const] : [];
  return hdf5Image(
    hdf5Group(
      [[modelWeightsGroup, weights], ...optimizer],
      [
        backend,
        version,
        ["model_config", modelConfig],
        ...(trainingConfig === undefined ? [] : [["training_config", trainingConfig] as const]),
      ],
    ),
  );
}

/** Variables under their paths, which make groups of their own: `dense/kernel`. */
function weightsGroup(variables: readonly Variable[]): Hdf5GroupSource {
  const root = new Map<string, Hdf5GroupSource | Hdf5DatasetSource>();
  const names: string[] = [];
  for (const variable of variables) names.push(place(root, variable));
  return { kind: "group", attributes: new Map(textListAttributes("weight_names", names)), entries: root };
}

/** @returns the path under which the variable was put: its own, or that with a number where another has it. */
function place(root: Map<string, Hdf5GroupSource | Hdf5DatasetSource>, variable: Variable): string {
  const folders = variable.path.split("/").filter((part) => part !== "" && part !== ".");
  const wanted = folders.pop() ?? "variable";
  let entries = root;
  const path: string[] = [];
  for (const folder of folders) {
    const name = freeName(entries, folder, "group");
    const next = (entries.get(name) as Hdf5GroupSource | undefined) ?? hdf5Group();
    entries.set(name, next);
    entries = next.entries as Map<string, Hdf5GroupSource | Hdf5DatasetSource>; // made by hdf5Group just now, or before
    path.push(name);
  }
  const name = freeName(entries, wanted, "dataset");
  entries.set(name, datasetOf(variable));
  return [...path, name].join("/");
}

function freeName(
  entries: ReadonlyMap<string, Hdf5GroupSource | Hdf5DatasetSource>,
  wanted: string,
  kind: "group" | "dataset",
): string {
  for (let i = 0; ; i++) {
    const name = i === 0 ? wanted : `${wanted}_${i}`;
    const taken = entries.get(name);
    if (!taken || (kind === "group" && taken.kind === "group")) return name;
  }
}
