import { NDArray, refusal, sameShape, type Variable, warnOnce } from "@hornbeam/core";
import { unreadable, within } from "../hdf5/_unreadable.ts";
import type { Hdf5Group } from "../hdf5/index.ts";
import { LoadingError } from "../loading-error.ts";
import {
  type LegacyLayer,
  type LegacyModel,
  legacyWeights,
  modelWeightsGroup,
  optimizerGroup,
  topLevelGroup,
} from "./legacy-model.ts";
import { readTextList } from "./text-lists.ts";

export interface LoadLegacyOptions {
  /** Whether layers are found by their names, and those that are not in the file keep their weights. */
  readonly byName?: boolean;
  /** Whether what does not fit is passed over, with a warning. */
  readonly skipMismatch?: boolean;
}

/** The texts of a legacy file. */
export interface LegacyConfigs {
  readonly modelConfig: string | undefined;
  readonly trainingConfig: string | undefined;
}

/** Whether a file has weights in the legacy layout: those of `save`, or those of `save_weights` before Keras 3. */
export function isLegacy(file: Hdf5Group): boolean {
  const { attributes, entries } = file;
  return (
    attributes.has("layer_names") ||
    attributes.has("layer_names0") ||
    attributes.has("model_config") ||
    entries.has(modelWeightsGroup)
  );
}

export function readLegacyConfigs({ attributes }: Hdf5Group): LegacyConfigs {
  const text = (name: string): string | undefined => {
    const value = attributes.get(name);
    if (value === undefined || typeof value === "string") return value;
    return within(`attribute "${name}"`, () => {
      throw unreadable("its datatype must be a text");
    });
  };
  return { modelConfig: text("model_config"), trainingConfig: text("training_config") };
}

/**
 * Gives a model the weights in a legacy file: layer by layer in their order, or by the layers' names. Numbers and shapes
 * are compared before the first value is assigned.
 *
 * @throws {LoadingError} where the file is damaged or another model's; then nothing is changed.
 */
export function loadLegacy(
  model: LegacyModel,
  file: Hdf5Group,
  { byName = false, skipMismatch = false }: LoadLegacyOptions = {},
): void {
  const action = `load the weights of ${model[Symbol.toStringTag]}`;
  within(`the weights of ${model[Symbol.toStringTag]}`, () => {
    const root = groupIn(file, modelWeightsGroup) ?? file;
    const names = readTextList(root, "layer_names");
    if (!names) throw unreadable('it must have the attribute "layer_names", which is missing');
    const filler = new Filler(skipMismatch);
    for (const [layer, name] of byName ? pairsByName(model, names) : pairsInOrder(model, names, root, action)) {
      filler.fill(layer, legacyWeights(layer), storedArrays(root, name));
    }
    if (root.entries.has(topLevelGroup)) filler.fill(model, model.ownVariables, storedArrays(root, topLevelGroup));
    filler.assign();
  });
}

/** The optimizer's state in a legacy file, in its order, by position; undefined where there is none. */
export function legacyOptimizerState(file: Hdf5Group): Record<string, NDArray> | undefined {
  return within("the weights of the optimizer", () => {
    if (!file.entries.has(optimizerGroup)) return undefined;
    const arrays = storedArrays(file, optimizerGroup).map(({ read }) => read());
    return Object.fromEntries(arrays.map((array, i) => [String(i), array]));
  });
}

type Pair = readonly [layer: LegacyLayer, name: string];

function pairsInOrder(model: LegacyModel, names: readonly string[], root: Hdf5Group, action: string): Pair[] {
  const layers = model.layers.filter((layer) => legacyWeights(layer).length > 0);
  const stored = names.filter((name) => (readTextList(groupOf(root, name), "weight_names") ?? []).length > 0);
  if (layers.length !== stored.length) {
    throw refusal(LoadingError, {
      action,
      owner: model[Symbol.toStringTag],
      expected: `layer count mismatch: it expects ${layers.length} layers with weights`,
      receivedAs: "a file that has",
      received: stored.length,
    });
  }
  return layers.map((layer, i) => [layer, stored[i]!]);
}

function pairsByName(model: LegacyModel, names: readonly string[]): Pair[] {
  return names.flatMap((name) =>
    model.layers.filter((layer) => layer.name === name).map((layer) => [layer, name] as const),
  );
}

interface Stored {
  readonly shape: readonly number[];
  read(): NDArray;
}

/** Checks what is stored against the variables, and assigns when all was looked at. */
class Filler {
  readonly #skip: boolean;
  readonly #values: [Variable, NDArray][] = [];
  readonly #finalize: LegacyLayer[] = [];

  constructor(skip: boolean) {
    this.#skip = skip;
  }

  fill(layer: LegacyLayer, variables: readonly Variable[], stored: readonly Stored[]): void {
    const owner = layer[Symbol.toStringTag];
    if (stored.length !== variables.length) {
      const expected = `weight count mismatch: it expects ${variables.length} weights`;
      this.#refuse(owner, expected, "a file that has", stored.length);
      return;
    }
    for (const [i, { shape, read }] of stored.entries()) {
      const variable = variables[i]!;
      if (sameShape(shape, variable.shape)) this.#values.push([variable, read()]);
      else
        this.#refuse(
          owner,
          `weight "${variable.path}" must have shape [${variable.shape.join(", ")}]`,
          "a value of shape",
          shape,
        );
    }
    if (variables.length > 0) this.#finalize.push(layer);
  }
  assign(): void {
    for (const [variable, value] of this.#values) variable.assign(value);
    for (const layer of this.#finalize) layer.finalizeState?.();
  }

  #refuse(owner: string, expected: string, receivedAs: string, received: unknown): void {
    const error = refusal(LoadingError, {
      action: `load the weights of ${owner}`,
      owner,
      expected,
      receivedAs,
      received,
    });
    if (!this.#skip) throw error;
    warnOnce(`Passed over what does not fit. ${error.message}`);
  }
}

function storedArrays(root: Hdf5Group, name: string): Stored[] {
  const group = groupOf(root, name);
  return (readTextList(group, "weight_names") ?? []).map((path) => storedArray(group, path));
}

function storedArray(group: Hdf5Group, path: string): Stored {
  const parts = path.split("/");
  if (path === "" || parts.some((part) => part === "" || part === "." || part === "..")) {
    throw unreadable("the path of a weight must stay within its layer, it leads outside", path);
  }
  const last = parts.pop()!;
  const holder = parts.reduce<Hdf5Group>((inner, part) => groupOf(inner, part), group);
  const entry = holder.entries.get(last);
  if (entry?.kind !== "dataset") throw unreadable("a weight must be a dataset, which is missing", path);
  if (entry.dtype === "string") throw unreadable(`the datatype of "${path}" must be a number`, "string");
  const read = (): NDArray => {
    const { data, shape, dtype } = entry.read();
    return new NDArray(data, shape, dtype);
  };
  return { shape: entry.shape, read };
}

function groupIn(group: Hdf5Group, name: string): Hdf5Group | undefined {
  const entry = group.entries.get(name);
  if (entry === undefined) return undefined;
  if (entry.kind !== "group") throw unreadable(`"${name}" must be a group`, "a dataset");
  return entry;
}
/** The group of a layer; a name with slashes is that of a group in groups, as HDF5 has it. */
function groupOf(root: Hdf5Group, name: string): Hdf5Group {
  const found = groupIn(root, name) ?? (name.includes("/") ? nested(root, name.split("/")) : undefined);
  if (!found) throw unreadable("a group must be there, it is missing", name);
  return found;
}
function nested(root: Hdf5Group, parts: readonly string[]): Hdf5Group | undefined {
  return parts.reduce<Hdf5Group | undefined>((group, part) => group && groupIn(group, part), root);
}
