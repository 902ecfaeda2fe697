import { isBranch, refusal, ShapeError, show } from "@hornbeam/core";
import { branchesOf, type Path } from "./flatten.ts";

/** Where structures part, and how. */
export interface Difference {
  readonly path: Path;
  /** What must be there. */
  readonly expected: string;
  readonly received: unknown;
}

/**
 * Refuses two structures that do not have lists and records of the same keys in the same places; leaves may be
 * anything.
 *
 * @throws {ShapeError} when they part, and where.
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.assert_same_structure}
 * @example
 * tree.assertSameStructure([{ a: 1 }], [{ a: "x" }]); // undefined
 */
export function assertSameStructure(a: unknown, b: unknown): void {
  const difference = differenceUpTo(a, b, true);
  if (difference) throw structureRefusal("match structures", difference);
}

/**
 * Refuses two structures whose leaves do not have the same paths. A list and a record with the keys 0, 1, … are not
 * the same: keys of records are strings.
 *
 * @throws {ShapeError} when a path leads to a leaf of one of them only.
 * @see {@link https://keras.io/api/utils/tree/ | keras.tree.assert_same_paths}
 * @example
 * tree.assertSamePaths([1, []], [2, {}]); // undefined
 */
export function assertSamePaths(a: unknown, b: unknown): void {
  const [pathsOfA, pathsOfB] = [pathsOf(a), pathsOf(b)];
  for (const path of pathsOfA) if (!pathsOfB.has(path)) throw pathRefusal("second", path);
  for (const path of pathsOfB) if (!pathsOfA.has(path)) throw pathRefusal("first", path);
}

/** How a structure parts from the form of another; below the form's leaves anything goes unless `whole`. */
export function differenceUpTo(
  form: unknown,
  structure: unknown,
  whole: boolean,
  path: Path = [],
): Difference | undefined {
  if (!isBranch(form)) {
    return whole && isBranch(structure) ? { path, expected: "a leaf", received: structure } : undefined;
  }
  const kind = Array.isArray(form) ? "a list" : "a record";
  if (!isBranch(structure) || Array.isArray(form) !== Array.isArray(structure)) {
    return { path, expected: kind, received: structure };
  }
  const [parts, others] = [branchesOf(form), branchesOf(structure)];
  const keys = parts.map(([key]) => key);
  if (keys.length !== others.length || others.some(([key], i) => key !== keys[i])) {
    const expected = Array.isArray(form) ? `a list of ${keys.length}` : `a record of ${show(keys)}`;
    return { path, expected, received: structure };
  }
  for (const [i, [key, part]] of parts.entries()) {
    const difference = differenceUpTo(part, others[i]![1], whole, [...path, key]);
    if (difference) return difference;
  }
  return undefined;
}

/** Words a difference: the structures don't have the same nested structure. */
export function structureRefusal(action: string, { path, expected, received }: Difference): ShapeError {
  const where = path.length === 0 ? "" : ` at ${show(path)}`;
  return refusal(ShapeError, {
    action,
    expected: `they must have the same nested structure, ${expected}${where}`,
    received,
  });
}

function pathRefusal(which: string, path: string): ShapeError {
  const expected = `the ${which} must have a leaf at each path of the other`;
  return refusal(ShapeError, { action: "match paths", expected, received: JSON.parse(path) });
}

function pathsOf(structure: unknown): Set<string> {
  const found = new Set<string>();
  const walk = (part: unknown, path: Path): void => {
    if (!isBranch(part)) found.add(JSON.stringify(path));
    else for (const [key, branch] of branchesOf(part)) walk(branch, [...path, key]);
  };
  walk(structure, []);
  return found;
}
