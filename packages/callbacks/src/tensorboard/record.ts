import { ConfigError, refusal } from "@hornbeam/core";
import { maskedCrc32c } from "./crc32c.ts";

/** Bytes of a record beside its data: the length, the length's checksum, the data's checksum. */
const overhead = 16;
/** What a message of protocol buffers can be long. */
const longest = 0x7fffffff;

/** One record of an event file: length (64 bits), its checksum, data, their checksum; little-endian. */
export function encodeRecord(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const record = new Uint8Array(overhead + data.length);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return record;
}

/**
 * The data of all records. A last record that is not complete is left out: that is how a file looks that is being
 * written, or whose writer was stopped.
 *
 * @throws {ConfigError} when a checksum is wrong or a length is impossible.
 */
export function* readRecords(bytes: Uint8Array): Generator<Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 12 <= bytes.length; ) {
    const header = bytes.subarray(at, at + 8);
    if (view.getUint32(at + 8, true) !== maskedCrc32c(header)) throw corrupt("the checksum (CRC) of a length", at);
    const length = view.getBigUint64(at, true);
    if (length > longest) {
      const expected = `a record's length must be at most ${longest}`;
      throw refusal(ConfigError, { action: `read the record at byte ${at}`, expected, received: length });
    }
    const start = at + 12;
    const end = start + Number(length);
    if (end + 4 > bytes.length) return;
    const data = bytes.subarray(start, end);
    if (view.getUint32(end, true) !== maskedCrc32c(data)) throw corrupt("the checksum (CRC) of its data", at);
    yield data;
    at = end + 4;
  }
}

function corrupt(what: string, at: number): ConfigError {
  return refusal(ConfigError, {
    action: `read the record at byte ${at}`,
    expected: `${what} must be right`,
    hint: "This is no event file, or it is damaged.",
  });
}
