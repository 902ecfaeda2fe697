import { ConfigError } from "@hornbeam/core";

/** One field of a message: its number and its value by the way it was written. */
export type Field =
  | { readonly number: number; readonly wire: "varint"; readonly value: bigint }
  | { readonly number: number; readonly wire: "fixed64" | "fixed32"; readonly value: DataView }
  | { readonly number: number; readonly wire: "bytes"; readonly value: Uint8Array };

const deepestGroup = 32;

/**
 * The fields of a message, in their order. Groups are passed over.
 *
 * @throws {ConfigError} when the bytes are no message of protocol buffers.
 */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  const cursor = { bytes, at: 0 };
  while (cursor.at < bytes.length) {
    const { number, wire } = readTag(cursor);
    if (wire === 3) skipGroup(cursor, number, 0);
    else yield readField(cursor, number, wire);
  }
}

/** The text in a field of bytes. */
export function readText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw invalid("a text must be UTF-8");
  }
}

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

function readTag(cursor: Cursor): { number: number; wire: number } {
  const tag = readVarint(cursor);
  const number = Number(tag >> 3n);
  if (number < 1 || number > 0x1fffffff) throw invalid("a field's number must be in [1, 2^29)");
  return { number, wire: Number(tag & 7n) };
}

function readField(cursor: Cursor, number: number, wire: number): Field {
  switch (wire) {
    case 0:
      return { number, wire: "varint", value: readVarint(cursor) };
    case 1:
      return { number, wire: "fixed64", value: viewOf(take(cursor, 8)) };
    case 2:
      return { number, wire: "bytes", value: take(cursor, readVarint(cursor)) };
    case 5:
      return { number, wire: "fixed32", value: viewOf(take(cursor, 4)) };
    default:
      throw invalid("a field's wire type must be known");
  }
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = cursor.bytes[cursor.at++];
    if (byte === undefined) throw invalid("it must not end within a varint");
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return BigInt.asUintN(64, value);
  }
  throw invalid("a varint must be at most 10 bytes long");
}

function take(cursor: Cursor, length: number | bigint): Uint8Array {
  if (BigInt(length) > BigInt(cursor.bytes.length - cursor.at)) {
    throw invalid("the length of a field must not run beyond the message that holds it");
  }
  const start = cursor.at;
  cursor.at += Number(length);
  return cursor.bytes.subarray(start, cursor.at);
}

function skipGroup(cursor: Cursor, group: number, depth: number): void {
  if (depth >= deepestGroup) throw invalid("groups must not be nested this deep");
  while (cursor.at < cursor.bytes.length) {
    const { number, wire } = readTag(cursor);
    if (wire === 3) skipGroup(cursor, number, depth + 1);
    else if (wire !== 4) readField(cursor, number, wire);
    else if (number === group) return;
    else throw invalid("a group must end with the number it began with");
  }
  throw invalid("it must not end within a group");
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

function invalid(expected: string): ConfigError {
  return new ConfigError(`Cannot read an event: ${expected}\nThe message is invalid.`, { expected });
}
