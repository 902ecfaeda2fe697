import { ConfigError, refusal } from "@hornbeam/core";
import { readFields } from "./protobuf-reader.ts";

/** A tensor of an event. */
export type EventTensor =
  | { readonly dtype: "float32" | "float64"; readonly shape: readonly number[]; readonly data: readonly number[] }
  | { readonly dtype: "string"; readonly shape: readonly number[]; readonly data: readonly Uint8Array[] };

/** Types by their number in TensorFlow. */
const dtypes = /* @__PURE__ */ new Map([
  [1, "float32"],
  [2, "float64"],
  [7, "string"],
] as const);

/**
 * Reads a TensorProto; null for types that no summary of Keras has.
 *
 * @throws {ConfigError} when the number of elements does not fit the shape.
 */
export function readTensor(bytes: Uint8Array): EventTensor | null {
  let dtype: "float32" | "float64" | "string" | undefined;
  const shape: number[] = [];
  const numbers: number[] = [];
  const strings: Uint8Array[] = [];
  let content: Uint8Array | undefined;
  for (const field of readFields(bytes)) {
    const { number, wire, value } = field;
    if (number === 1 && wire === "varint") dtype = dtypes.get(Number(value) as 1);
    else if (number === 2 && wire === "bytes") for (const size of readShape(value)) shape.push(size);
    else if (number === 4 && wire === "bytes") content = value;
    else if (number === 5 && wire === "bytes") for (const one of readNumbers(value, 4)) numbers.push(one);
    else if (number === 5 && wire === "fixed32") numbers.push(value.getFloat32(0, true));
    else if (number === 6 && wire === "bytes") for (const one of readNumbers(value, 8)) numbers.push(one);
    else if (number === 6 && wire === "fixed64") numbers.push(value.getFloat64(0, true));
    else if (number === 8 && wire === "bytes") strings.push(value);
  }
  if (dtype === undefined) return null;
  if (dtype === "string") return { dtype, shape, data: checkCount(strings, shape) };
  const data = content === undefined ? numbers : [...readNumbers(content, dtype === "float32" ? 4 : 8)];
  return { dtype, shape, data: checkCount(data, shape) };
}

function* readShape(bytes: Uint8Array): Generator<number> {
  for (const field of readFields(bytes)) {
    if (field.number !== 2 || field.wire !== "bytes") continue;
    let size = 0;
    for (const part of readFields(field.value)) {
      if (part.number === 1 && part.wire === "varint") size = Number(BigInt.asIntN(64, part.value));
    }
    yield size;
  }
}

function* readNumbers(bytes: Uint8Array, size: 4 | 8): Generator<number> {
  if (bytes.length % size !== 0) {
    const expected = `the length of a tensor's content must be a multiple of ${size}`;
    throw refusal(ConfigError, { action: "read an event", expected, received: bytes.length });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += size) {
    yield size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true);
  }
}

function checkCount<T>(data: readonly T[], shape: readonly number[]): readonly T[] {
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length === count) return data;
  const expected = `a tensor of shape [${shape.join(", ")}] must have ${count} elements`;
  throw refusal(ConfigError, { action: "read an event", expected, received: data.length });
}
