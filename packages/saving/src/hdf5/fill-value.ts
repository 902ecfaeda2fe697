import { messageType } from "./_message-type.ts";
import { unreadable } from "./_unreadable.ts";
import type { ObjectHeader } from "./object-header.ts";

/**
 * The bytes that elements have which were never written; `undefined` stands for zeros.
 *
 * @see HDF5 File Format Specification Version 3.0, "IV.A.2.e. The Data Storage - Fill Value (Old) Message",
 * "IV.A.2.f. The Data Storage - Fill Value Message"
 */
export function readFillValue(header: ObjectHeader, elementSize: number): Uint8Array | undefined {
  const value = newMessage(header) ?? oldMessage(header);
  if (value === undefined || value.length === 0) return undefined;
  if (value.length !== elementSize) {
    throw unreadable(`the fill value must have the datatype's size, ${elementSize} bytes`, value.length);
  }
  return value.every((byte) => byte === 0) ? undefined : value;
}

function newMessage(header: ObjectHeader): Uint8Array | undefined {
  const cursor = header.only(messageType.fillValue);
  if (!cursor) return undefined;
  const version = cursor.version(1, 2, 3);
  if (version === 3) return cursor.u8() & 0x20 ? cursor.take(cursor.u32()) : undefined;
  cursor.skip(2); // when space is allocated and the value written
  const defined = cursor.u8() === 1;
  return version === 1 || defined ? cursor.take(cursor.u32()) : undefined;
}

function oldMessage(header: ObjectHeader): Uint8Array | undefined {
  const cursor = header.only(messageType.fillValueOld);
  return cursor?.take(cursor.u32());
}

/** Repeats an element's bytes over all of `target`. */
export function fillWith(target: Uint8Array, value: Uint8Array | undefined): void {
  if (!value || target.length === 0) return;
  target.set(value);
  for (let done = value.length; done < target.length; done *= 2) {
    target.copyWithin(done, 0, Math.min(done, target.length - done));
  }
}
