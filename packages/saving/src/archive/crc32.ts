import { nodeCrc32 } from "./_crc32_node.ts";

const polynomial = 0xedb88320;
let tables: readonly Int32Array[] | undefined;
let native: typeof portableCrc32 | undefined;

/** Tables for four bytes at a time: `tables[k][byte]` is the remainder of the byte with `k` zero bytes behind it. */
function makeTables(): readonly Int32Array[] {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    return rest;
  });
  const all = [first];
  for (let k = 1; k < 4; k++) all.push(all[k - 1]!.map((rest) => (rest >>> 8) ^ first[rest & 255]!));
  return all;
}

/**
 * The checksum of ZIP archives: CRC-32 with the reflected polynomial `0xedb88320`.
 *
 * @param before The sum of the bytes before these.
 * @see {@link https://www.w3.org/TR/png-3/#D-CRCAppendix | the same sum, as PNG describes it}
 */
export function crc32(bytes: Uint8Array, before = 0): number {
  if (bytes.length === 0) return before >>> 0; // Node 22 says 0 for bytes of an empty buffer
  native ??= nodeCrc32() ?? portableCrc32;
  return native(bytes, before);
}

/** The same where the platform has none. */
export function portableCrc32(bytes: Uint8Array, before = 0): number {
  tables ??= makeTables();
  const [t0, t1, t2, t3] = tables as [Int32Array, Int32Array, Int32Array, Int32Array];
  const whole = bytes.length & ~3;
  let sum = ~before;
  let at = 0;
  for (; at < whole; at += 4) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum = t3[sum & 255]! ^ t2[(sum >>> 8) & 255]! ^ t1[(sum >>> 16) & 255]! ^ t0[sum >>> 24]!;
  }
  for (; at < bytes.length; at++) sum = (sum >>> 8) ^ t0[(sum ^ bytes[at]!) & 255]!;
  return ~sum >>> 0;
}
