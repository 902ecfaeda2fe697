import { type KnownShape, NDArray, OptionError, refusal, ShapeError } from "@hornbeam/core";
import { mapLeaves } from "./structure.ts";

const action = "make a Dataset of slices";

/** Number of rows of a structure of arrays, which must be the same for all. */
export function rowsOf(structure: unknown): number {
  let rows: number | undefined;
  let first = "";
  mapLeaves(structure, (leaf, path) => {
    if (!(leaf instanceof NDArray)) {
      throw refusal(OptionError, { action, expected: `${nameOf(path)} must be an NDArray`, received: leaf });
    }
    const size = leaf.shape[0];
    if (size === undefined) {
      throw refusal(ShapeError, {
        action,
        expected: `${nameOf(path)} must have an axis`,
        receivedAs: "shape",
        received: [],
      });
    }
    if (rows !== undefined && size !== rows) {
      const expected = `${nameOf(path)} must have the ${rows} rows of ${nameOf(first)}`;
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: leaf.shape });
    }
    if (rows === undefined) [rows, first] = [size, path];
  });
  if (rows !== undefined) return rows;
  throw refusal(OptionError, { action, expected: "the structure must hold an array", received: structure });
}

/** The rows of a structure of arrays, one structure after the other; they share the arrays' memory. */
export function* slices(structure: unknown, rows: number): Generator<unknown> {
  for (let row = 0; row < rows; row++) yield mapLeaves(structure, (leaf) => rowOf(leaf as NDArray, row));
}

const shapes = new WeakMap<KnownShape, KnownShape>();

function rowOf({ data, shape, dtype }: NDArray, row: number): NDArray {
  let rest = shapes.get(shape);
  if (rest === undefined) {
    rest = shape.slice(1);
    shapes.set(shape, rest);
  }
  const step = data.length / shape[0]!;
  const part = Array.isArray(data)
    ? data.slice(row * step, (row + 1) * step)
    : data.subarray(row * step, (row + 1) * step);
  return new NDArray(part, rest, dtype);
}

function nameOf(path: string): string {
  return path === "" ? "the array" : `the array at ${path}`;
}
