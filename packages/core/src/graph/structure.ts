import { KerasTensor } from "./keras-tensor.ts";

/** A value, or any nesting of lists and records of such values. */
export type Structure<T> = T | readonly Structure<T>[] | { readonly [key: string]: Structure<T> };

/** Whether a value holds others: a list or a plain record. */
export function isBranch(value: unknown): value is readonly unknown[] | Readonly<Record<string, unknown>> {
  if (Array.isArray(value)) return true;
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The same structure with a function of each leaf. Records keep the order of their keys. */
export function mapStructure(structure: unknown, f: (leaf: unknown) => unknown): unknown {
  if (!isBranch(structure)) return f(structure);
  if (Array.isArray(structure)) return structure.map((branch) => mapStructure(branch, f));
  return Object.fromEntries(Object.entries(structure).map(([key, branch]) => [key, mapStructure(branch, f)]));
}

/** The leaves: lists in order, records by their sorted keys, as Keras flattens them. */
export function flatten(structure: unknown, into: unknown[] = []): unknown[] {
  if (!isBranch(structure)) into.push(structure);
  else if (Array.isArray(structure)) for (const branch of structure) flatten(branch, into);
  else for (const key of Object.keys(structure).sort()) flatten((structure as Record<string, unknown>)[key], into);
  return into;
}

/** Puts leaves back into a structure, in the order of `flatten`. */
export function packAs(structure: unknown, leaves: readonly unknown[]): unknown {
  let at = 0;
  const pack = (part: unknown): unknown => {
    if (!isBranch(part)) return leaves[at++];
    if (Array.isArray(part)) return part.map(pack);
    const record = part as Record<string, unknown>;
    const packed = new Map(
      Object.keys(record)
        .sort()
        .map((key) => [key, pack(record[key])]),
    );
    return Object.fromEntries(Object.keys(record).map((key) => [key, packed.get(key)]));
  };
  return pack(structure);
}

export function isKerasTensor(value: unknown): value is KerasTensor {
  return value instanceof KerasTensor;
}

/** The symbolic tensors of a structure, in order. */
export function kerasTensors(structure: unknown): KerasTensor[] {
  return flatten(structure).filter(isKerasTensor);
}
/** Whether anything in a structure is symbolic. */
export function isSymbolic(structure: unknown): boolean {
  if (!isBranch(structure)) return structure instanceof KerasTensor;
  return Object.values(structure).some(isSymbolic);
}
