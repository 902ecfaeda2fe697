import type { DType } from "@hornbeam/core";
import { Fields, padded } from "./fields.ts";

const version1 = 0x10;
const fixedPoint = version1 | 0;
const floatingPoint = version1 | 1;
const text = version1 | 3;
const opaque = version1 | 5;
const enumeration = version1 | 8;
const variableLength = version1 | 9;
const utf8 = 1;

/** Exponent's place and length, mantissa's length and the bias, by bits of the float. */
const floatLayouts: Readonly<Record<string, readonly [number, number, number, number]>> = {
  float16: [10, 5, 10, 15],
  float32: [23, 8, 23, 127],
  float64: [52, 11, 52, 1023],
};

/** Bytes of a stored element: a text of variable length is a reference of 16. */
export function storedSize(dtype: DType, itemSize?: number): number {
  if (dtype === "string") return itemSize ?? 16;
  return dtype === "bool" ? 1 : Number(/\d+$/.exec(dtype)?.[0]) / 8;
}

/**
 * A datatype message as h5py writes it: little-endian numbers, booleans as an enumeration, texts as UTF-8.
 *
 * bfloat16 has no type of its own before HDF5 2.0: like Keras, it becomes opaque and its dataset gets an attribute.
 *
 * @see HDF5 File Format Specification Version 3.0, "IV.A.2.d. The Datatype Message"
 */
export function encodeType(dtype: DType, itemSize?: number): Uint8Array {
  const size = storedSize(dtype, itemSize);
  if (dtype === "string") return itemSize === undefined ? variableText() : fixedText(size);
  if (dtype === "bfloat16") return new Fields(8).u8(opaque, 0, 0, 0).u32(size).bytes;
  if (dtype === "bool") return boolean();
  const float = floatLayouts[dtype];
  if (!float) return integer(size, dtype.startsWith("int"));
  const [exponentAt, exponentBits, mantissaBits, bias] = float;
  const fields = new Fields(20).u8(floatingPoint, 0x20, size * 8 - 1, 0).u32(size); // sign in the highest bit
  return fields
    .u16(0, size * 8)
    .u8(exponentAt, exponentBits, 0, mantissaBits)
    .u32(bias).bytes;
}

function integer(size: number, signed: boolean): Uint8Array {
  return new Fields(12)
    .u8(fixedPoint, signed ? 8 : 0, 0, 0)
    .u32(size)
    .u16(0, size * 8).bytes;
}

function boolean(): Uint8Array {
  const fields = new Fields(8 + 12 + 16 + 2).u8(enumeration, 2, 0, 0).u32(1).put(integer(1, true));
  return fields.text("FALSE\0\0\0TRUE\0\0\0\0").u8(0, 1).bytes;
}

function variableText(): Uint8Array {
  return new Fields(20).u8(variableLength, 1, utf8, 0).u32(16).put(integer(1, false)).bytes;
}

function fixedText(size: number): Uint8Array {
  const paddedWithZeros = 1;
  return new Fields(8).u8(text, paddedWithZeros | (utf8 << 4), 0, 0).u32(size).bytes;
}

/**
 * A dataspace message; `null` stands for no element at all.
 *
 * @see HDF5 File Format Specification Version 3.0, "IV.A.2.b. The Dataspace Message"
 */
export function encodeSpace(shape: readonly number[] | null): Uint8Array {
  if (shape === null) return new Fields(4).u8(2, 0, 0, 2).bytes;
  return new Fields(padded(8 + 8 * shape.length))
    .u8(1, shape.length)
    .skip(6)
    .u64(...shape).bytes;
}
