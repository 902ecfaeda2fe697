import type { DType } from "@hornbeam/core";
import { unreadable } from "./_unreadable.ts";
import type { Cursor } from "./cursor.ts";

/** How texts of a fixed length end. */
export type Padding = "terminated" | "null" | "space";

/** What an element of a dataset or attribute is. */
export type ElementType =
  | { readonly kind: "number"; readonly size: number; readonly dtype: DType; readonly bigEndian: boolean }
  | { readonly kind: "bool"; readonly size: 1 }
  | { readonly kind: "text"; readonly size: number; readonly variable: boolean; readonly padding: Padding }
  | { readonly kind: "opaque"; readonly size: number }
  | { readonly kind: "unsupported"; readonly size: number; readonly name: string };

const deepest = 8;

/** @see HDF5 File Format Specification Version 3.0, "IV.A.2.d. The Datatype Message" */
export function readDatatype(cursor: Cursor, depth = 0): ElementType {
  if (depth > deepest) throw unreadable(`a datatype must not nest more than ${deepest} deep`);
  const head = cursor.u8();
  const bits = cursor.uint(3);
  const size = cursor.u32();
  if (size === 0) throw unreadable("a datatype must have a size of at least 1 byte", size);
  const unsupported = (name: string): ElementType => ({ kind: "unsupported", size, name });
  switch (head & 0xf) {
    case 0:
      return readInteger(cursor, bits, size);
    case 1:
      return readFloat(cursor, bits, size);
    case 3:
      return { kind: "text", size, variable: false, padding: paddingOf(bits & 0xf) };
    case 5:
      return { kind: "opaque", size };
    case 6:
      return unsupported("compound");
    case 7:
      return unsupported("reference");
    case 8:
      return readEnumeration(cursor, bits, size, depth);
    case 9:
      if ((bits & 0xf) !== 1) return unsupported("variable-length sequence");
      if (size !== 16) throw unreadable("the size of a variable-length text's datatype must be 16", size);
      return { kind: "text", size, variable: true, padding: paddingOf((bits >> 4) & 0xf) };
    default:
      return unsupported(["time", "bitfield", "array", "complex"][[2, 4, 10, 11].indexOf(head & 0xf)] ?? "unknown");
  }
}

function paddingOf(code: number): Padding {
  return code === 0 ? "terminated" : code === 2 ? "space" : "null";
}

function readInteger(cursor: Cursor, bits: number, size: number): ElementType {
  const offset = cursor.u16();
  const precision = cursor.u16();
  const plain = offset === 0 && precision === size * 8 && [1, 2, 4, 8].includes(size);
  if (!plain) return { kind: "unsupported", size, name: `integer of ${precision} bits` };
  const dtype = `${bits & 8 ? "int" : "uint"}${precision}` as DType;
  return { kind: "number", size, dtype, bigEndian: (bits & 1) === 1 };
}

/** Offset, precision, exponent's place and length, mantissa's place and length, bias: what makes a float that dtype. */
const floats = new Map<string, DType>([
  ["0,16,10,5,0,10,15", "float16"],
  ["0,16,7,8,0,7,127", "bfloat16"],
  ["0,32,23,8,0,23,127", "float32"],
  ["0,64,52,11,0,52,1023", "float64"],
]);

function readFloat(cursor: Cursor, bits: number, size: number): ElementType {
  const fields = [2, 2, 1, 1, 1, 1, 4].map((length) => cursor.uint(length));
  const dtype = floats.get(fields.join());
  const ordinary = (bits & 0x40) === 0 && bits >> 8 === size * 8 - 1; // not VAX order; sign in the highest bit
  if (!dtype || !ordinary || fields[1] !== size * 8) return { kind: "unsupported", size, name: "unusual float" };
  return { kind: "number", size, dtype, bigEndian: (bits & 1) === 1 };
}

/** Only h5py's boolean is known: an 8-bit integer with FALSE = 0 and TRUE = 1. */
function readEnumeration(cursor: Cursor, bits: number, size: number, depth: number): ElementType {
  const base = readDatatype(cursor, depth + 1);
  const other: ElementType = { kind: "unsupported", size, name: "enumeration" };
  if (base.kind !== "number" || base.size !== 1 || size !== 1 || (bits & 0xffff) !== 2) return other;
  const start = cursor.offset;
  const members = ["FALSE\0\0\0TRUE\0\0\0\0", "FALSE\0TRUE\0"]; // names padded to 8 bytes before version 3
  for (const text of members) {
    if (cursor.left < text.length + 2) continue;
    const found = String.fromCharCode(...cursor.take(text.length));
    if (found === text && cursor.u8() === 0 && cursor.u8() === 1) return { kind: "bool", size: 1 };
    cursor.offset = start;
  }
  return other;
}
