import { flatten as flattenInto, isBranch, OptionError, packAs, refusal, ShapeError } from "@hornbeam/core";

/** What leads to a leaf: indices in lists and keys in records, from the outside in. */
export type Path = readonly (number | string)[];

/**
 * Whether a value holds others: a list or a plain record. Tensors, arrays and objects of classes are leaves.
 *
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.is_nested}
 * @example
 * tree.isNested([1]); // true
 * tree.isNested("abc"); // false
 */
export function isNested(structure: unknown): boolean {
  return isBranch(structure);
}

/**
 * The leaves of a structure: lists in order, records by their sorted keys.
 *
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.flatten}
 * @example
 * tree.flatten({ b: 1, a: [2, 3] }); // [2, 3, 1]
 */
export function flatten(structure: unknown): unknown[] {
  return flattenInto(structure);
}

/**
 * The leaves of a structure with the paths that lead to them, in the order of `flatten`.
 *
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.flatten_with_path}
 * @example
 * tree.flattenWithPath([{ foo: 42 }]); // [[[0, "foo"], 42]]
 */
export function flattenWithPath(structure: unknown): [path: Path, leaf: unknown][] {
  const found: [Path, unknown][] = [];
  const walk = (part: unknown, path: Path): void => {
    if (!isBranch(part)) found.push([path, part]);
    else for (const [key, branch] of branchesOf(part)) walk(branch, [...path, key]);
  };
  walk(structure, []);
  return found;
}

/**
 * Leaves put into the places of a structure's own, in the order of `flatten`.
 *
 * @throws {ShapeError} when there are more or fewer leaves than places.
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.pack_sequence_as}
 * @example
 * tree.packSequenceAs({ b: 0, a: [0, 0] }, [1, 2, 3]); // { b: 3, a: [1, 2] }
 */
export function packSequenceAs(structure: unknown, flatSequence: readonly unknown[]): unknown {
  const action = "pack a sequence";
  if (!Array.isArray(flatSequence)) {
    throw refusal(OptionError, { action, expected: "`flatSequence` must be a list", received: flatSequence });
  }
  const places = flattenInto(structure).length;
  if (flatSequence.length !== places) {
    const expected = `\`flatSequence\` must have the ${places} leaves of the structure`;
    throw refusal(ShapeError, { action, expected, received: flatSequence.length });
  }
  return packAs(structure, flatSequence);
}

/** The parts of a list or record with their keys, in the order of `flatten`. */
export function branchesOf(
  branch: readonly unknown[] | Readonly<Record<string, unknown>>,
): [key: number | string, part: unknown][] {
  if (Array.isArray(branch)) return branch.map((part, i) => [i, part]);
  const record = branch as Readonly<Record<string, unknown>>;
  return Object.keys(record)
    .sort()
    .map((key) => [key, record[key]]);
}
