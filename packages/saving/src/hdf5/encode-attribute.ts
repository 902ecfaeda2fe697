import { DTypeError, OptionError, refusal } from "@hornbeam/core";
import { checkArray, encodeArray, encodeText } from "./encode-array.ts";
import { encodeSpace, encodeType } from "./encode-type.ts";
import { Fields, padded } from "./fields.ts";
import type { TextHeap } from "./text-heap.ts";
import type { Hdf5Array, Hdf5Value } from "./types.ts";

/** The most that a header message can hold: its length is a 16-bit number, and a multiple of 8. */
export const largestMessage = 65528;

/**
 * An attribute message: the value of a text of variable length is in the global heap, so that texts may be long.
 *
 * @see HDF5 File Format Specification Version 3.0, "IV.A.2.m. The Attribute Message"
 */
export function encodeAttribute(name: string, value: Hdf5Value, heap: TextHeap, owner: string): Uint8Array {
  const nameBytes = encodeText(name, owner);
  const array = value === null ? undefined : arrayOf(value, owner);
  if (array) checkArray(array, owner);
  if (array?.dtype === "bfloat16") {
    const expected = "an attribute must not be of dtype bfloat16, which only datasets can be marked as";
    throw refusal(DTypeError, { action: `write ${owner}`, owner, expected });
  }
  const type = encodeType(array?.dtype ?? "float32", array?.itemSize);
  const space = encodeSpace(array ? array.shape : null);
  const data = array ? encodeArray(array, heap, owner) : new Uint8Array(0);
  const parts = [nameBytes.length + 1, type.length, space.length] as const;
  const length = padded(8 + parts.reduce((sum, part) => sum + padded(part), 0) + data.length);
  if (length > largestMessage) {
    const hint = "Keep it in a dataset, or split it: Keras calls the parts name0, name1, …";
    const expected = `an attribute must not need more than ${largestMessage} bytes`;
    throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: length, hint });
  }
  const fields = new Fields(length).u8(1, 0).u16(...parts);
  const nameField = new Fields(nameBytes.length + 1).put(nameBytes).bytes;
  return fields.put(nameField, 8).put(type, 8).put(space, 8).put(data).bytes;
}

function arrayOf(value: Exclude<Hdf5Value, null>, owner: string): Hdf5Array {
  const shape: readonly number[] = [];
  switch (typeof value) {
    case "string":
      return { dtype: "string", shape, data: [value] };
    case "number":
      return { dtype: "float64", shape, data: Float64Array.of(value) };
    case "bigint":
      return { dtype: "int64", shape, data: BigInt64Array.of(value) };
    case "boolean":
      return { dtype: "bool", shape, data: Uint8Array.of(value ? 1 : 0) };
    case "object":
      return value;
    default: {
      const expected = "an attribute must be a text, a number, a boolean, null or an array";
      throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: value });
    }
  }
}
