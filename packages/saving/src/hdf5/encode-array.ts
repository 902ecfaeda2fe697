import {
  allocate,
  type DType,
  DTypeError,
  isDType,
  OptionError,
  refusal,
  ShapeError,
  type Storage,
} from "@hornbeam/core";
import { storedSize } from "./encode-type.ts";
import { toBfloat16, toFloat16 } from "./half.ts";
import type { TextHeap } from "./text-heap.ts";
import type { Hdf5Array } from "./types.ts";

/** Refuses an array whose dtype, shape and data do not fit each other; `owner` is the object it is for. */
export function checkArray({ dtype, shape, data, itemSize }: Hdf5Array, owner: string): void {
  const action = `write ${owner}`;
  if (!isDType(dtype))
    throw refusal(DTypeError, { action, owner, expected: "the dtype must be known", received: dtype });
  if (!isHeldBy(data, dtype)) {
    throw refusal(DTypeError, {
      action,
      owner,
      expected: `the data must be storage of dtype ${dtype}`,
      received: data,
    });
  }
  checkShape(shape, owner);
  const count = shape.reduce((product, size) => product * size, 1);
  if (data.length !== count) {
    const expected = `the data must have the ${count} elements of shape [${shape.join(", ")}]`;
    throw refusal(ShapeError, { action, owner, expected, received: data.length });
  }
  if (itemSize !== undefined && !(dtype === "string" && Number.isInteger(itemSize) && itemSize > 0)) {
    const expected = "`itemSize` must be a positive integer, for texts only";
    throw refusal(OptionError, { action, owner, option: "itemSize", expected, received: itemSize });
  }
}

export function checkShape(shape: readonly number[], owner: string): void {
  if (shape.length <= 32 && shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return;
  const expected = "the shape must be at most 32 integers from 0";
  throw refusal(ShapeError, { action: `write ${owner}`, owner, expected, receivedAs: "shape", received: shape });
}

function isHeldBy(data: unknown, dtype: DType): boolean {
  return data instanceof (allocate(dtype, 0).constructor as new () => Storage);
}

/** The bytes of a checked array: of numbers a view where they are stored as they are held, on little-endian machines. */
export function encodeArray({ dtype, data, itemSize }: Hdf5Array, heap: TextHeap, owner: string): Uint8Array {
  if (Array.isArray(data)) return encodeTexts(data, itemSize, heap, owner);
  return encodeNumbers(dtype, data);
}

export type NumberStorage = Exclude<Storage, string[]>;

export function encodeNumbers(dtype: DType, data: NumberStorage): Uint8Array {
  const numbers = dtype === "float16" || dtype === "bfloat16" ? halves(dtype, data as Float32Array) : data;
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function halves(dtype: "float16" | "bfloat16", data: Float32Array): Uint16Array {
  return dtype === "float16" ? toFloat16(data) : toBfloat16(data);
}

function encodeTexts(
  texts: readonly string[],
  itemSize: number | undefined,
  heap: TextHeap,
  owner: string,
): Uint8Array {
  const size = storedSize("string", itemSize);
  const out = new Uint8Array(texts.length * size);
  for (const [i, text] of texts.entries()) {
    const bytes = encodeText(text, owner);
    if (itemSize !== undefined && bytes.length > itemSize) {
      const expected = `each text must have at most ${itemSize} bytes, as \`itemSize\` says`;
      throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: text });
    }
    out.set(itemSize === undefined ? heap.add(bytes) : bytes, i * size);
  }
  return out;
}

/** UTF-8 of a text; refuses what would not come back: zeros, which end a text, and halves of characters. */
export function encodeText(text: unknown, owner: string): Uint8Array {
  if (typeof text === "string" && text.isWellFormed() && !text.includes("\0")) return new TextEncoder().encode(text);
  const expected = "a text must be well-formed Unicode without zero characters";
  throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: text });
}
