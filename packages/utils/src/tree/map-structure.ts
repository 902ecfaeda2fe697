import { isBranch, isShape, OptionError, refusal } from "@hornbeam/core";
import { branchesOf } from "./flatten.ts";
import { differenceUpTo, structureRefusal } from "./same-structure.ts";

type LeafFunction = (...leaves: never[]) => unknown;

/**
 * A structure with a function of its leaves, or of the leaves that several structures of one form have in the same
 * place.
 *
 * @throws {ShapeError} when the structures differ in form.
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.map_structure}
 * @example
 * tree.mapStructure((x: number) => x + 1, { a: 1, b: [2] }); // { a: 2, b: [3] }
 * tree.mapStructure((x: number, y: number) => x * y, [1, 2], [3, 4]); // [3, 8]
 */
export function mapStructure(f: LeafFunction, ...structures: readonly [unknown, ...unknown[]]): unknown {
  checkArguments("map a structure", f, structures);
  const [first, ...others] = structures;
  for (const other of others) {
    const difference = differenceUpTo(first, other, true);
    if (difference) throw structureRefusal("map a structure", difference);
  }
  return mapped(first, f, structures);
}

/**
 * A structure of the form of the first, with a function of what the others hold in the places of its leaves; they
 * may go deeper there.
 *
 * @throws {ShapeError} when a structure does not have the form of the first.
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.map_structure_up_to}
 * @example
 * tree.mapStructureUpTo([null, null], (part: number[]) => part.length, [[1, 1], [2]]); // [2, 1]
 */
export function mapStructureUpTo(
  shallowStructure: unknown,
  f: LeafFunction,
  ...structures: readonly [unknown, ...unknown[]]
): unknown {
  checkArguments("map a structure up to another", f, structures);
  for (const structure of structures) {
    const difference = differenceUpTo(shallowStructure, structure, false);
    if (difference) throw structureRefusal("map a structure up to another", difference);
  }
  return mapped(shallowStructure, f, structures);
}

/**
 * A structure with a function of each shape in it; a shape is a list of sizes and nulls.
 *
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.map_shape_structure}
 * @example
 * tree.mapShapeStructure((shape: number[]) => shape.length, { a: [2, 3], b: [[4], [null, 5]] }); // { a: 2, b: [1, 2] }
 */
export function mapShapeStructure(f: LeafFunction, structure: unknown): unknown {
  checkArguments("map a structure of shapes", f, [structure]);
  const walk = (part: unknown): unknown => {
    if (!isBranch(part) || isShape(part)) return f(part as never);
    return rebuilt(part, (key) => walk((part as Readonly<Record<string | number, unknown>>)[key]));
  };
  return walk(structure);
}

function mapped(form: unknown, f: LeafFunction, structures: readonly unknown[]): unknown {
  if (!isBranch(form)) return f(...(structures as never[]));
  const parts = structures as readonly Readonly<Record<string | number, unknown>>[];
  return rebuilt(form, (key) => {
    const below = (form as Readonly<Record<string | number, unknown>>)[key];
    return mapped(
      below,
      f,
      parts.map((part) => part[key]),
    );
  });
}

/** A list or record of the same keys; parts are made in the order of `flatten`, and keys keep theirs. */
export function rebuilt(
  form: readonly unknown[] | Readonly<Record<string, unknown>>,
  part: (key: number | string) => unknown,
): unknown {
  if (Array.isArray(form)) return form.map((_, i) => part(i));
  const parts = new Map(branchesOf(form).map(([key]) => [key, part(key)]));
  return Object.fromEntries(Object.keys(form).map((key) => [key, parts.get(key)]));
}

function checkArguments(action: string, f: unknown, structures: readonly unknown[]): void {
  if (typeof f !== "function") {
    throw refusal(OptionError, { action, expected: "it must be given a function", received: f });
  }
  if (structures.length > 0) return;
  throw refusal(OptionError, { action, expected: "it must be given a structure", received: structures });
}
