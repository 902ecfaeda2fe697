import { NDArray, type Tensor, type Variable } from "@hornbeam/core";

type Values = readonly (number | bigint | boolean | string)[];
type ArrayLeaf = NDArray | Tensor | Variable | ArrayBufferView | Values;

/** An array, or any nesting of lists and plain records of arrays. */
export type ArrayStructure = ArrayLeaf | readonly ArrayStructure[] | { readonly [key: string]: ArrayStructure };

/** The same structure, of arrays of which each holds one row. */
export type RowOf<S> = S extends ArrayLeaf ? NDArray : { -readonly [K in keyof S]: PartOf<S[K]> };
type PartOf<S> = S extends ArrayLeaf | NestedValues ? NDArray : { -readonly [K in keyof S]: PartOf<S[K]> };
/** Of parts, lists of lists are arrays as well. */
type NestedValues = readonly (Values | NestedValues)[];

/** The same structure, of arrays of which each holds the values of a batch. */
export type BatchOf<T> = T extends NDArray | number | bigint | boolean | string
  ? NDArray
  : { -readonly [K in keyof T]: BatchOf<T[K]> };

/** What may hold no tensor: such types stay what they are, however deep they go. */
type HostValue =
  | NDArray
  | ArrayBufferView
  | ArrayLike<number>
  | ((...args: never[]) => unknown)
  | number
  | bigint
  | boolean
  | string
  | symbol
  | null
  | undefined
  | readonly HostValue[]
  | { readonly [key: string]: HostValue };

/** The same structure, with an array of the host for each tensor. */
export type OnHost<T> = T extends Tensor ? NDArray : T extends HostValue ? T : { [K in keyof T]: OnHost<T[K]> };

type Branch = readonly unknown[] | Readonly<Record<string, unknown>>;

/** Whether a value holds others: a list or a plain record. */
export function isBranch(value: unknown): value is Branch {
  if (Array.isArray(value)) return true;
  if (typeof value !== "object" || value === null || value instanceof NDArray) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The same structure with a function of each leaf and its path: `[0].image`. */
export function mapLeaves(value: unknown, f: (leaf: unknown, path: string) => unknown, path = ""): unknown {
  if (!isBranch(value)) return f(value, path);
  if (Array.isArray(value)) return value.map((branch, i) => mapLeaves(branch, f, `${path}[${i}]`));
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([key, branch]) => [key, mapLeaves(branch, f, `${path}.${key}`)]));
}
