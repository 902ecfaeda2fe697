import type { DType } from "../array/dtype.ts";
import type { Storage } from "../array/storage.ts";

/** How the elements of a NumPy dtype are read. */
export interface ElementType {
  readonly dtype: DType;
  /** Bytes of one element. */
  readonly bytes: number;
  /** The elements in bytes that are a whole number of them; over these bytes where they can stand as they are. */
  read(data: Uint8Array<ArrayBuffer>): Storage;
}

type NumberArray = Exclude<Storage, string[]>;
type ArrayClass = new (buffer: ArrayBuffer, offset: number, length: number) => NumberArray;

const classes: Readonly<Record<string, readonly [DType, ArrayClass]>> = {
  b1: ["bool", Uint8Array],
  i1: ["int8", Int8Array],
  i2: ["int16", Int16Array],
  i4: ["int32", Int32Array],
  i8: ["int64", BigInt64Array],
  u1: ["uint8", Uint8Array],
  u2: ["uint16", Uint16Array],
  u4: ["uint32", Uint32Array],
  u8: ["uint64", BigUint64Array],
  f2: ["float16", Uint16Array],
  f4: ["float32", Float32Array],
  f8: ["float64", Float64Array],
};

/** The type that a `descr` such as `<f4` or `|u1` names, if it is one of numbers or booleans. */
export function elementType(descr: string): ElementType | undefined {
  const [, order = "=", code = ""] = /^([<>|=]?)([a-z]\d)$/.exec(descr) ?? [];
  const known = Object.hasOwn(classes, code) ? classes[code] : undefined;
  if (known === undefined) return undefined;
  const [dtype, Class] = known;
  const bytes = Number(code[1]);
  return {
    dtype,
    bytes,
    read(data) {
      const swapped = order === ">" && bytes > 1;
      // wider elements must begin at a multiple of their size; the file's own bytes stay as they are
      const { buffer, byteOffset } = swapped || data.byteOffset % bytes !== 0 ? data.slice() : data;
      if (swapped) swapBytes(new Uint8Array(buffer, byteOffset, data.length), bytes);
      const elements = new Class(buffer, byteOffset, data.length / bytes);
      if (dtype === "bool") return (elements as Uint8Array).map((byte) => (byte === 0 ? 0 : 1));
      return dtype === "float16" ? Float32Array.from(elements as Uint16Array, half) : elements;
    },
  };
}

function swapBytes(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** The number that 16 bits stand for: a sign, five bits of exponent, ten of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
