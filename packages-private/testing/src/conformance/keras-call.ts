import { camelCase, snakeCase } from "@hornbeam/core";
import { mapTensors } from "./host.ts";
import type { AnyClass } from "./lookup.ts";

/**
 * Names of a Keras function's parameters, in order; those that must be given end in `!`, and one that takes all
 * further positional arguments begins with `*`.
 */
export type Signature = readonly string[];
export type Signatures = Readonly<Record<string, Signature>>;

type Named = Map<string, unknown>;
type Keywords = Readonly<Record<string, unknown>>;
interface Definition {
  readonly tensors: readonly string[];
  readonly settings?: readonly string[];
}
type AnyFunction = ((...args: unknown[]) => unknown) & { readonly definition?: Definition };

/** Functions of ours that take by position more than what Keras requires; a list in the place of `*` is passed as one. */
const positions: Readonly<Record<string, readonly string[]>> = {
  "ops.arange": ["start", "stop", "step"],
  "ops.convert_to_tensor": ["x", "dtype"],
  "ops.eye": ["N", "M"],
  "ops.meshgrid": ["x"],
  "utils.pack_x_y_sample_weight": ["x", "y", "sample_weight"],
};

/**
 * A Keras call as ours: tensors and required arguments by position, all others in one options object in camelCase. An
 * op says by its definition what goes by position; of any other function it is what Keras requires.
 */
export function argumentsFor(
  f: AnyFunction,
  kerasName: string,
  signature: Signature | undefined,
  args: readonly unknown[],
  kwargs: Keywords,
): unknown[] {
  const named = bind(kerasName, signature, args, kwargs);
  // what `defineOp` made declares no parameters of its own; a function around it takes what it says
  const definition = f.length === 0 ? f.definition : undefined;
  const names = positions[kerasName] ?? positionalNames(definition, signature);
  const values: unknown[] = names.map((name) => take(named, name) ?? null);
  const spread = definition ? undefined : signature?.find((name) => name.startsWith("*") && named.has(plain(name)));
  if (spread) values.push(...((take(named, plain(spread)) as unknown[] | undefined) ?? []));
  if (named.size > 0) values.push(Object.fromEntries([...named].map(([name, value]) => [camelCase(name), value])));
  else while (values.length > args.length && values.at(-1) === null) values.pop();
  return values;
}

function positionalNames(definition: Definition | undefined, signature: Signature = []): string[] {
  if (definition) return [...definition.tensors, ...(definition.settings ?? [])];
  return signature.filter((name) => name.endsWith("!")).map(plain);
}

function take(named: Named, name: string): unknown {
  const value = named.get(name);
  named.delete(name);
  return value;
}

/** Positional arguments by their names, in the order of the signature, then the keywords. */
function bind(kerasName: string, signature: Signature | undefined, args: readonly unknown[], kwargs: Keywords): Named {
  if (args.length > 0 && signature === undefined) throw new TypeError(`The signature of ${kerasName} is not known`);
  const named: Named = new Map();
  for (const [i, value] of args.entries()) {
    const name = signature![i];
    if (name === undefined) throw new TypeError(`${kerasName} has no parameter ${i}`);
    if (name.startsWith("*")) {
      named.set(plain(name), args.slice(i));
      break;
    }
    named.set(plain(name), value);
  }
  for (const [name, value] of Object.entries(kwargs)) named.set(name, value);
  return named;
}

function plain(name: string): string {
  return name.replace(/^\*|!$/g, "");
}

/** Keras' constructor arguments as the options of our class. */
export function optionsFor(
  Class: AnyClass,
  kerasName: string,
  signature: Signature | undefined,
  args: readonly unknown[],
  kwargs: Keywords,
): Record<string, unknown> {
  const schema = (Class as { readonly schema?: Readonly<Record<string, { readonly key?: string }>> }).schema ?? {};
  const ours = new Map(Object.entries(schema).map(([name, option]) => [option.key ?? snakeCase(name), name]));
  const named = bind(kerasName, signature, args, kwargs);
  return Object.fromEntries([...named].map(([name, value]) => [ours.get(name) ?? camelCase(name), value]));
}

/** Replaces leaves by what stands in their places, in order: first in `args`, then in `kwargs`. */
export function replaceLeaves(
  isLeaf: (leaf: unknown) => boolean,
  args: readonly unknown[],
  kwargs: Keywords,
  replacement: (leaf: unknown, index: number) => unknown,
): { args: unknown[]; kwargs: Record<string, unknown> } {
  let index = 0;
  const swap = (leaf: unknown): unknown => (isLeaf(leaf) ? replacement(leaf, index++) : leaf);
  return {
    args: mapTensors([...args], swap) as unknown[],
    kwargs: mapTensors({ ...kwargs }, swap) as Record<string, unknown>,
  };
}
