import { classToSnakeCase, isBranch, snakeCase, snakeNameOf } from "@hornbeam/core";
import { attributesOf, isSaveable, layersComeFirst, type Saveable } from "./saveable.ts";

/** What stands at a place of the tree: a saveable, or a list or record in which there may be more. */
export interface Child {
  readonly path: string;
  readonly value: Saveable | readonly unknown[];
}

/**
 * What a saveable holds, in the order and under the paths of Keras: attributes by their name in snake_case, private ones
 * last; of models that are not sub-classed from scratch, the layers first.
 *
 * @see {@link https://keras.io/api/models/model_saving_apis/ | Keras: model saving}
 */
export function childrenOf(saveable: Saveable, path: string): Child[] {
  const named = attributesOf(saveable)
    .filter(([, value]) => isSaveable(value) || isBranch(value))
    .map(([attribute, value]) => ({ name: pathName(attribute), value }))
    .filter(({ name }) => !name.startsWith("__"))
    .sort((a, b) => compare(orderKey(a.name), orderKey(b.name)));
  if (layersComeFirst(saveable)) named.sort((a, b) => Number(b.name === "layers") - Number(a.name === "layers"));
  return named.map(({ name, value }) => ({ path: join(path, name), value: contents(value) }));
}

/** What a list or record holds: saveables by their class, numbered class by class, and inner lists as `container`. */
export function membersOf(list: readonly unknown[], path: string): Child[] {
  const used = new Map<string, number>();
  const members: Child[] = [];
  for (const value of list) {
    if (!isSaveable(value) && !isBranch(value)) continue;
    const name = isSaveable(value) ? folderOf(value) : "container";
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    members.push({ path: join(path, count === 0 ? name : `${name}_${count}`), value: contents(value) });
  }
  return members;
}

function contents(value: unknown): Child["value"] {
  if (isSaveable(value)) return value;
  return Array.isArray(value) ? value : Object.values(value as object);
}

/** Named after the class, or after what configs call it: `functional` for a model made of symbolic tensors. */
function folderOf(saveable: Saveable): string {
  const { serializedIdentity } = saveable as { serializedIdentity?(): { class_name: string } | undefined };
  const identity = serializedIdentity?.call(saveable);
  return identity ? classToSnakeCase(identity.class_name) : snakeNameOf(saveable.constructor as never);
}

/** An attribute as a part of a path. */
export function pathName(attribute: string): string {
  return snakeCase(attribute.charAt(0).toLowerCase() + attribute.slice(1));
}
function orderKey(name: string): string {
  return name.startsWith("_") ? `~${name}` : name;
}
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
export function join(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}
