import {
  hostArray,
  type KnownShape,
  NDArray,
  OptionError,
  refusal,
  ShapeError,
  Tensor,
  Variable,
} from "@hornbeam/core";
import { isBranch, mapLeaves } from "./structure.ts";

const action = "make a Dataset of slices";

/**
 * The same structure of arrays on the host. Tensors and typed arrays are arrays, and so are lists of values; lists of lists of
 * values are too, but for the outermost one, which has an array for each part of an element.
 */
export function toArrays(value: unknown, path = ""): unknown {
  if (isArray(value)) return hostArray(value);
  if (Array.isArray(value)) {
    const isArray = path === "" ? value.length > 0 && value.every(isValue) : holdsValues(value);
    return isArray ? NDArray.from(value) : value.map((part, i) => toArrays(part, `${path}[${i}]`));
  }
  if (isBranch(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, toArrays(part, `${path}.${key}`)]));
  throw refusal(OptionError, { action, expected: `${nameOf(path)} must be an array`, received: value });
}

function isArray(value: unknown): value is NDArray | Tensor | Variable | ArrayBufferView {
  return value instanceof NDArray || value instanceof Tensor || value instanceof Variable || ArrayBuffer.isView(value);
}
function isValue(value: unknown): boolean {
  return ["number", "string", "boolean", "bigint"].includes(typeof value);
}
function holdsValues(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(holdsValues) : isValue(value);
}

/** Number of rows of a structure of arrays, which must be the same for all. */
export function rowsOf(structure: unknown): number {
  let rows: number | undefined;
  let first = "";
  mapLeaves(structure, (leaf, path) => {
    const { shape } = leaf as NDArray;
    const size = shape[0];
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
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: shape });
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
