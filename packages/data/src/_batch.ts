import { allocate, type DType, DTypeError, NDArray, refusal, ShapeError, sameShape } from "@hornbeam/core";
import { isBranch } from "./structure.ts";

const action = "batch elements";

/** Groups of `size` elements, each group as one element with a new first axis. */
export async function* batches(
  source: AsyncIterable<unknown>,
  size: number,
  dropRemainder: boolean,
): AsyncGenerator<unknown> {
  let group: unknown[] = [];
  for await (const element of source) {
    group.push(element);
    if (group.length < size) continue;
    yield stack(group, "");
    group = [];
  }
  if (group.length > 0 && !dropRemainder) yield stack(group, "");
}

/** Elements of one structure as one of that structure, whose arrays hold theirs along a new first axis. */
function stack(elements: readonly unknown[], path: string): unknown {
  const first = elements[0];
  if (first instanceof NDArray) return stackArrays(elements, first, path);
  if (!isBranch(first)) return stackValues(elements, path);
  const keys = Object.keys(first);
  for (const element of elements) {
    const fits =
      isBranch(element) &&
      Array.isArray(element) === Array.isArray(first) &&
      Object.keys(element).length === keys.length &&
      keys.every((key) => Object.hasOwn(element, key));
    if (!fits)
      throw refusal(ShapeError, { action, expected: `${nameOf(path)} must have one structure`, received: element });
  }
  const part = (key: string) => elements.map((element) => (element as Record<string, unknown>)[key]);
  if (Array.isArray(first)) return keys.map((key) => stack(part(key), `${path}[${key}]`));
  return Object.fromEntries(keys.map((key) => [key, stack(part(key), `${path}.${key}`)]));
}

function stackArrays(elements: readonly unknown[], { shape, dtype, size }: NDArray, path: string): NDArray {
  const data = allocate(dtype, elements.length * size);
  elements.forEach((element, i) => {
    if (!(element instanceof NDArray) || element.dtype !== dtype) {
      throw refusal(DTypeError, {
        action,
        expected: `${nameOf(path)} must be arrays of dtype ${dtype}`,
        received: element,
      });
    }
    if (!sameShape(element.shape, shape)) {
      const expected = `${nameOf(path)} must have the shape [${shape.join(", ")}] of the first`;
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: element.shape });
    }
    if (Array.isArray(data)) for (let k = 0; k < size; k++) data[i * size + k] = element.data[k] as string;
    else (data as Float32Array).set(element.data as Float32Array, i * size);
  });
  return new NDArray(data, [elements.length, ...shape], dtype);
}

const dtypes: Readonly<Record<string, DType>> = {
  number: "float32",
  boolean: "bool",
  string: "string",
  bigint: "int64",
};

function stackValues(elements: readonly unknown[], path: string): NDArray {
  const type = typeof elements[0];
  const dtype = dtypes[type];
  for (const element of elements) {
    if (dtype !== undefined && typeof element === type) continue;
    const expected = `${nameOf(path)} must be ${dtype === undefined ? "arrays, numbers, booleans or strings" : `of type ${type}`}`;
    throw refusal(DTypeError, { action, expected, received: element });
  }
  return NDArray.from(elements as number[], dtype);
}

function nameOf(path: string): string {
  return path === "" ? "they" : `their values at ${path}`;
}
