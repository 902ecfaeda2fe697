import { KerasError, NDArray, Optimizer, refusal, sameShape, type Variable, warnOnce } from "@hornbeam/core";
import { unreadable, within } from "../hdf5/_unreadable.ts";
import type { Hdf5Group } from "../hdf5/index.ts";
import { LoadingError } from "../loading-error.ts";
import { carriedBy } from "./carried-state.ts";
import { isList, storedVariables } from "./save-weights.ts";
import type { Saveable } from "./saveable.ts";
import { type Child, childrenOf, join, membersOf } from "./walk.ts";

export interface LoadStateOptions {
  /** Files of layers by their path below `assets/`. */
  readonly assets?: ReadonlyMap<string, () => Uint8Array>;
  /** Whether what does not fit is passed over, with a warning. */
  readonly skipMismatch?: boolean;
  /** Layers, or an optimizer, that stay as they are with all that is in them. */
  readonly objectsToSkip?: readonly Saveable[] | undefined;
}

/**
 * Gives a model the state in a file: by place, whatever its layers are called. Numbers and shapes of everything are
 * compared before the first value is assigned. Weights keep views of the file until they are first used: its bytes must
 * stay as they are.
 *
 * @throws {LoadingError} where the file is damaged or another model's; then nothing is changed.
 * @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | Keras: weights saving & loading}
 */
export function loadState(root: Saveable, file: Hdf5Group, options: LoadStateOptions = {}): void {
  const reader = new Reader(file, options.assets, options.objectsToSkip);
  reader.visit({ path: "", value: root });
  const failures = [...reader.failed];
  const [first] = failures;
  if (first) {
    const [saveable, error] = first;
    const names = failures.map(([each]) => each[Symbol.toStringTag]);
    const more = names.length > 1 ? `\n${names.length} objects could not be loaded: ${shorten(names)}.` : "";
    if (!options.skipMismatch) {
      if (more === "") throw error;
      throw new LoadingError(`${error.message}${more}`, { owner: saveable[Symbol.toStringTag], cause: error });
    }
    warnOnce(`Passed over what does not fit. ${error.message}${more}`);
  }
  for (const assign of reader.assignments) assign();
}

function shorten(names: readonly string[]): string {
  return `${names.slice(0, 8).join(", ")}${names.length > 8 ? ", …" : ""}`;
}

class Reader {
  readonly failed = new Map<Saveable, KerasError>();
  readonly assignments: (() => void)[] = [];
  readonly #root: Hdf5Group;
  readonly #assets: ReadonlyMap<string, () => Uint8Array>;
  readonly #visited: Set<unknown>;
  readonly #open = new Set<unknown>();

  constructor(
    root: Hdf5Group,
    assets: ReadonlyMap<string, () => Uint8Array> = new Map(),
    skipped: readonly Saveable[] = [],
  ) {
    this.#root = root;
    this.#visited = new Set<unknown>(skipped);
    this.#assets = assets;
  }

  visit({ path, value }: Child): void {
    if (this.#visited.has(value) || this.#open.has(value)) return;
    this.#open.add(value);
    const before = this.failed.size;
    if (isList(value)) {
      for (const child of membersOf(value, path)) this.visit(child);
    } else {
      this.#plan(value, path);
      for (const child of childrenOf(value, path)) this.visit(child);
    }
    this.#open.delete(value);
    // what has failed here may stand under another path
    if (this.failed.size <= before) this.#visited.add(value);
  }

  #plan(saveable: Saveable, path: string): void {
    try {
      const assign = this.#read(saveable, path);
      this.failed.delete(saveable);
      this.assignments.push(assign);
    } catch (error) {
      if (!(error instanceof KerasError)) throw error;
      if (!this.failed.has(saveable)) this.failed.set(saveable, error);
    }
  }

  #read(saveable: Saveable, path: string): () => void {
    const owner = saveable[Symbol.toStringTag];
    return within(`the weights of ${owner}`, () => {
      const store = this.#arrays(path);
      const assign = planFor(saveable, store);
      const files = this.#files(path);
      const carried = this.#carried(saveable, path);
      return () => {
        assign();
        for (const restore of carried) restore();
        saveable.finalizeState?.();
        if (files.size > 0 || this.#assets.size > 0) saveable.loadAssets?.(files);
      };
    });
  }

  /** What goes on from call to call, as far as the file has it: Keras' have none. */
  #carried(saveable: Saveable, path: string): (() => void)[] {
    return carriedBy(saveable).flatMap(({ path: place, shape, restore }) => {
      const whole = join(path, place);
      const at = whole.lastIndexOf("/");
      const found = this.#group(whole.slice(0, at))?.entries.get(whole.slice(at + 1));
      // of another batch size, say: it begins anew, as after loading Keras' files
      if (found?.kind !== "dataset" || found.dtype === "string" || !sameShape(found.shape, shape)) return [];
      const { data, dtype } = found.read();
      const value = new NDArray(data, shape, dtype);
      return [() => restore(value)];
    });
  }
  /** The datasets in `<path>/vars`, none of them read yet. */
  #arrays(path: string): Store {
    const place = path === "" ? "vars" : `${path}/vars`;
    const vars = this.#group(place) ?? this.#group(`${path.replace("layers", oldLayers)}/vars`);
    const store: Store = new Map();
    for (const [name, entry] of vars?.entries ?? []) {
      if (entry.kind === "group") throw unreadable(`"${name}" in "${place}" must be a dataset`, "a group");
      store.set(name, {
        shape: entry.shape,
        read() {
          const { data, shape, dtype } = entry.read();
          return new NDArray(data, shape, dtype);
        },
      });
      if (entry.dtype === "string") throw unreadable(`the datatype of "${place}/${name}" must be a number`, "string");
    }
    return store;
  }
  #group(path: string): Hdf5Group | undefined {
    let group = this.#root;
    for (const name of path.split("/")) {
      const next = group.entries.get(name);
      if (next === undefined) return undefined;
      if (next.kind !== "group") throw unreadable(`"${path}" must be a group`, "a dataset");
      group = next;
    }
    return group;
  }
  #files(path: string): Map<string, () => Uint8Array> {
    const prefix = path === "" ? "" : `${path}/`;
    const here = [...this.#assets].filter(
      ([name]) => name.startsWith(prefix) && !name.slice(prefix.length).includes("/"),
    );
    return new Map(here.map(([name, read]) => [name.slice(prefix.length), read]));
  }
}

/** Where Keras 2.12 and 2.13 put layers. */
const oldLayers = "_layer_checkpoint_dependencies";

type Store = Map<string, { readonly shape: readonly number[]; read(): NDArray }>;

/** Compares what is stored with what is to be filled; what it returns does the filling. */
function planFor(saveable: Saveable, store: Store): () => void {
  const variables = storedVariables(saveable);
  const optimizer = saveable instanceof Optimizer;
  if (saveable.loadOwnVariables && (!optimizer || store.size !== variables.length)) {
    const arrays = Object.fromEntries([...store].map(([name, { read }]) => [name, read()]));
    return () => saveable.loadOwnVariables?.(arrays);
  }
  if (store.size !== variables.length) {
    const names = variables.map(({ name }) => name).join(", ");
    const built = "built" in saveable && saveable.built;
    const hint =
      built || variables.length > 0 ? undefined : "The layer was never built: build it, or call it on data, before.";
    throw refusal(LoadingError, {
      action: `load the weights of ${saveable[Symbol.toStringTag]}`,
      owner: saveable[Symbol.toStringTag],
      expected: `it expects ${variables.length} variables${names && ` (${names})`}`,
      receivedAs: "a file that has",
      received: store.size,
      ...(hint !== undefined && { hint }),
    });
  }
  const values = variables.map((variable, i) => fitting(saveable, variable, i, store));
  return () => {
    for (const [i, read] of values.entries()) variables[i]!.assign(read());
    saveable.storedLoaded?.();
  };
}

function fitting(saveable: Saveable, variable: Variable, i: number, store: Store): () => NDArray {
  const found = store.get(String(i));
  if (!found) throw unreadable(`it must have the dataset "${i}", which is missing`);
  if (sameShape(found.shape, variable.shape)) {
    const array = found.read(); // whatever is wrong with the data shows now, before anything is assigned
    return () => array;
  }
  throw refusal(LoadingError, {
    action: `load the weights of ${saveable[Symbol.toStringTag]}`,
    owner: saveable[Symbol.toStringTag],
    expected: `variable ${i} ("${variable.path}") must have shape [${variable.shape.join(", ")}]`,
    receivedAs: "a value of shape",
    received: found.shape,
  });
}

/** Whether a file holds more of an optimizer than its count of steps and its learning rate. */
export function hasOptimizerState(file: Hdf5Group): boolean {
  return within("the weights of the optimizer", () => {
    const optimizer = file.entries.get("optimizer");
    const vars = optimizer?.kind === "group" ? optimizer.entries.get("vars") : undefined;
    return vars?.kind === "group" && vars.entries.size > 2;
  });
}
