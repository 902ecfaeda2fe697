import { Optimizer, refusal, StateError, type Variable } from "@hornbeam/core";
import { type Hdf5GroupSource, hdf5Dataset, hdf5Group } from "../hdf5/index.ts";
import type { Hdf5DatasetSource } from "../hdf5/types.ts";
import { carriedBy } from "./carried-state.ts";
import { datasetOf } from "./dataset-of.ts";
import type { Saveable } from "./saveable.ts";
import { type Child, childrenOf, join, membersOf } from "./walk.ts";

/** A model's state, ready to be put into files: `hdf5Image(state.weights)`. */
export interface SavedState {
  /** The weights, each of which is fetched when it is read. */
  readonly weights: Hdf5GroupSource;
  /** Files of layers by their path below `assets/`. */
  readonly assets: ReadonlyMap<string, Uint8Array>;
}

export interface SaveStateOptions {
  /** Layers, or an optimizer, that are left out with all that is in them. */
  readonly objectsToSkip?: readonly Saveable[] | undefined;
}

/**
 * Gathers the state of a model as Keras lays it out: `layers/<class>[_k]/vars/<i>`, `optimizer/vars/<i>`. What is shared is
 * written once, where it is met first.
 *
 * @throws {StateError} for a weight that no field leads to: a file would lack it.
 * @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | Keras: weights saving & loading}
 */
export function saveState(root: Saveable, { objectsToSkip = [] }: SaveStateOptions = {}): SavedState {
  const writer = new Writer(objectsToSkip);
  writer.visit({ path: "", value: root });
  writer.checkComplete(root);
  return { weights: writer.tree.toGroup(), assets: writer.assets };
}

/** A group under construction. */
class Tree {
  readonly entries = new Map<string, Tree | Hdf5GroupSource | Hdf5DatasetSource>();

  at(path: string): Tree {
    let tree: Tree = this;
    for (const name of path === "" ? [] : path.split("/")) {
      const next = tree.entries.get(name);
      if (next instanceof Tree) tree = next;
      else tree.entries.set(name, (tree = new Tree()));
    }
    return tree;
  }
  toGroup(): Hdf5GroupSource {
    return hdf5Group([...this.entries].map(([name, entry]) => [name, entry instanceof Tree ? entry.toGroup() : entry]));
  }
}

class Writer {
  readonly tree = new Tree();
  readonly assets = new Map<string, Uint8Array>();
  readonly #visited: Set<unknown>;
  readonly #written = new Set<Variable>();

  constructor(skipped: readonly Saveable[]) {
    this.#visited = new Set<unknown>(skipped);
    for (const each of skipped) for (const variable of variablesOf(each)) this.#written.add(variable);
  }

  visit({ path, value }: Child): void {
    if (this.#visited.has(value)) return;
    this.#visited.add(value);
    const within = isList(value) ? membersOf(value, path) : this.#save(value, path);
    for (const child of within) this.visit(child);
  }

  checkComplete(root: Saveable): void {
    if (!("weights" in root)) return;
    const lost = root.weights.find((weight) => !this.#written.has(weight));
    if (!lost) return;
    throw refusal(StateError, {
      action: `save ${root[Symbol.toStringTag]}`,
      expected: "all its weights must be in layers that are fields of it, or in lists or records in its fields",
      receivedAs: "one that is not:",
      received: lost,
    });
  }

  #save(saveable: Saveable, path: string): Child[] {
    const vars = hdf5Group(this.#datasets(saveable), [["name", saveable.name]]);
    this.tree.at(path).entries.set("vars", vars);
    for (const carried of carriedBy(saveable)) {
      const [folder, name] = splitPath(join(path, carried.path));
      this.tree.at(folder).entries.set(name, carried.dataset);
    }
    const text = new TextEncoder();
    for (const [name, file] of Object.entries(saveable.saveAssets?.() ?? {})) {
      this.assets.set(path === "" ? name : `${path}/${name}`, typeof file === "string" ? text.encode(file) : file);
    }
    return childrenOf(saveable, path);
  }

  #datasets(saveable: Saveable): [string, Hdf5DatasetSource][] {
    const variables = ownVariables(saveable);
    for (const variable of variables) this.#written.add(variable);
    // an optimizer's are its variables, which need not be copied all at once
    if (saveable.saveOwnVariables && saveable.saveOwnVariables !== Optimizer.prototype.saveOwnVariables) {
      return Object.entries(saveable.saveOwnVariables()).map(([name, array]) => [name, hdf5Dataset(array)]);
    }
    return storedVariables(saveable).map((variable, i) => {
      const stored = saveable.storedValue?.(variable);
      return [String(i), stored ? hdf5Dataset(stored) : datasetOf(variable)];
    });
  }
}

function splitPath(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf("/");
  return [path.slice(0, at), path.slice(at + 1)];
}

/** The variables that a file holds of a saveable, in their order. */
export function storedVariables(saveable: Saveable): readonly Variable[] {
  return saveable.storedVariables?.() ?? ownVariables(saveable);
}

/** The variables that a saveable has, with those of what it holds. */
function variablesOf(saveable: Saveable): readonly Variable[] {
  return "weights" in saveable ? saveable.weights : saveable.variables;
}

/** The variables that a saveable keeps itself. */
function ownVariables(saveable: Saveable): readonly Variable[] {
  return "ownVariables" in saveable ? saveable.ownVariables : saveable.variables;
}

export function isList(value: Child["value"]): value is readonly unknown[] {
  return Array.isArray(value);
}
