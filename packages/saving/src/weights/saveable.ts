import { type AnyLayer, Layer, type NDArray, Optimizer, type Variable } from "@hornbeam/core";

/** What has a place of its own in a file of weights. */
export type Saveable = (AnyLayer | Optimizer) & SavingHooks;

/** What a layer may do differently from others when it is saved and loaded. */
export interface SavingHooks {
  /** Which of the layer's own variables stand in a file, in this order; all unless given. */
  storedVariables?(): readonly Variable[];
  /** What a file holds in place of a variable's value; undefined for the value. */
  storedValue?(variable: Variable): NDArray | undefined;
  /** Runs after the stored variables were loaded. */
  storedLoaded?(): void;
  /** The layer's state by the names of its datasets, where that is not its own variables in their order. */
  saveOwnVariables?(): Readonly<Record<string, NDArray>>;
  /** Takes back what `saveOwnVariables` gave. */
  loadOwnVariables?(store: Readonly<Record<string, NDArray>>): void;
  /**
   * What goes on from call to call and is no weight, by names for files: states of a recurrent layer. Keras, whose files lack
   * it, passes over it.
   */
  carriedState?(): Readonly<Record<string, readonly Variable[]>>;
  /** Derives what depends on the weights. Runs after they were loaded. */
  finalizeState?(): void;
  /** Files of the layer by name: a vocabulary, for example. */
  saveAssets?(): Readonly<Record<string, string | Uint8Array>>;
  /** Takes back what `saveAssets` gave. A file is only unpacked when it is read. */
  loadAssets?(files: ReadonlyMap<string, () => Uint8Array>): void;
}

/** What a model has beyond a layer, as far as it is saved. */
interface ModelParts {
  readonly layers?: unknown;
  readonly compiled?: boolean;
  readonly optimizer?: unknown;
  readonly graph?: unknown;
}

export function isSaveable(value: unknown): value is Saveable {
  return value instanceof Layer || value instanceof Optimizer;
}

/** Whether Keras visits the layers of a model before its attributes: of all that are not sub-classed from scratch. */
export function layersComeFirst(model: Saveable): boolean {
  return (model as ModelParts).graph !== undefined || "functional" in model;
}

/** What a saveable holds, by attribute: its fields, a model's layers, a compiled model's optimizer. */
export function attributesOf(saveable: Saveable): [attribute: string, value: unknown][] {
  const { layers, compiled } = saveable as ModelParts;
  const held: [string, unknown][] = Object.entries(saveable);
  if (Array.isArray(layers) && !Object.hasOwn(saveable, "layers")) held.push(["layers", layers]);
  if (compiled === true) held.push(["optimizer", (saveable as ModelParts).optimizer]);
  return held;
}
