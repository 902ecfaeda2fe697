import type { ArrayDType, DType, Storage } from "@hornbeam/core";
import { unreadable } from "./_unreadable.ts";
import type { ElementType } from "./datatype.ts";
import type { Hdf5File } from "./file.ts";
import { fromBfloat16, fromFloat16 } from "./half.ts";
import { decodeTexts } from "./text.ts";
import type { Hdf5Array } from "./types.ts";

type View = new (buffer: ArrayBufferLike, offset: number, length: number) => Storage | Uint16Array;

const views = {
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} satisfies Readonly<Record<Exclude<ArrayDType, "string">, View>>;

/** The dtype of an element type; refuses those that arrays here do not hold. */
export function dtypeOf(type: ElementType): DType {
  if (type.kind === "number") return type.dtype;
  if (type.kind === "bool") return "bool";
  if (type.kind === "text") return "string";
  const name = type.kind === "opaque" ? `opaque of ${type.size} bytes` : type.name;
  throw unreadable("the datatype must be a number, a boolean or a text, others are not supported", name);
}

/** Turns an array's bytes into its elements: a view where order and alignment allow it. */
export function decodeElements(
  file: Hdf5File,
  raw: Uint8Array,
  type: ElementType,
  shape: readonly number[],
  count: number,
): Hdf5Array {
  const dtype = dtypeOf(type);
  if (type.kind === "text") {
    const data = decodeTexts(file, raw, type, count);
    return type.variable ? { dtype, shape, data } : { dtype, shape, data, itemSize: type.size };
  }
  if (type.kind === "bool") return { dtype, shape, data: raw.map((byte) => (byte === 0 ? 0 : 1)) };
  const swap = type.kind === "number" && type.bigEndian && type.size > 1;
  const aligned = raw.byteOffset % type.size === 0;
  const bytes = swap || !aligned ? raw.slice() : raw; // a copy starts at 0 of a buffer of its own
  if (swap) swapBytes(bytes, type.size);
  const Class: View = views[dtype as keyof typeof views];
  const data = new Class(bytes.buffer, bytes.byteOffset, count);
  if (dtype === "float16") return { dtype, shape, data: fromFloat16(data as Uint16Array) };
  if (dtype === "bfloat16") return { dtype, shape, data: fromBfloat16(data as Uint16Array) };
  return { dtype, shape, data };
}

/** Reverses the bytes of each element in place. */
export function swapBytes(bytes: Uint8Array, size: number): void {
  for (let start = 0; start + size <= bytes.length; start += size) {
    for (let low = start, high = start + size - 1; low < high; low++, high--) {
      const byte = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = byte;
    }
  }
}
