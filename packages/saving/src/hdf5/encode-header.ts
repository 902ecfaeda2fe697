import { OptionError, refusal } from "@hornbeam/core";
import { messageType } from "./_message-type.ts";
import { Fields, padded } from "./fields.ts";

export interface MessageBytes {
  readonly type: number;
  readonly body: Uint8Array;
  /** Whether the message never changes, which the library wants to know of datatypes and fill values. */
  readonly constant?: boolean;
}

/**
 * An object header of version 1.
 *
 * @see HDF5 File Format Specification Version 3.0, "IV.A.1.a. Version 1 Data Object Header Prefix"
 */
export function encodeHeader(messages: readonly MessageBytes[], owner: string): Uint8Array {
  if (messages.length > 0xffff) {
    const expected = "an object must not have more than 65535 header messages, of which each attribute is one";
    throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: messages.length });
  }
  const length = messages.reduce((sum, { body }) => sum + 8 + padded(body.length), 0);
  const fields = new Fields(16 + length).u8(1, 0).u16(messages.length).u32(1).u32(length).skip(4);
  for (const { type, body, constant } of messages) {
    fields
      .u16(type, padded(body.length))
      .u8(constant ? 1 : 0)
      .skip(3)
      .put(body, 8);
  }
  return fields.bytes;
}

/** A dataset's messages: little-endian data in one piece at an address. */
export function datasetMessages(
  type: Uint8Array,
  space: Uint8Array,
  address: number,
  length: number,
): readonly MessageBytes[] {
  return [
    { type: messageType.dataspace, body: space },
    { type: messageType.datatype, body: type, constant: true },
    // version 2, allocated late, written if set, defined as the default: zeros
    { type: messageType.fillValue, body: new Fields(8).u8(2, 2, 2, 1).bytes, constant: true },
    { type: messageType.layout, body: new Fields(18).u8(3, 1).u64(address, length).bytes },
  ];
}
