/** Castagnoli's checksum: what records of events carry. */
export const crc32c = /* @__PURE__ */ checksum(0x82f63b78);
/** The checksum of PNG and zip files. */
export const crc32 = /* @__PURE__ */ checksum(0xedb88320);

/** The form in which records hold their checksums: rotated right by 15 bits, and a constant added. */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/** A 32-bit checksum by its reversed polynomial, eight bytes at a time. Its tables are made at the first call. */
function checksum(polynomial: number): (bytes: Uint8Array) => number {
  let made: Uint32Array | undefined;
  return (bytes) => {
    const t = (made ??= makeTables(polynomial));
    const { length } = bytes;
    let crc = 0xffffffff;
    let i = 0;
    for (; i + 8 <= length; i += 8) {
      crc ^= bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24);
      crc =
        t[1792 + (crc & 255)]! ^
        t[1536 + ((crc >>> 8) & 255)]! ^
        t[1280 + ((crc >>> 16) & 255)]! ^
        t[1024 + (crc >>> 24)]! ^
        t[768 + bytes[i + 4]!]! ^
        t[512 + bytes[i + 5]!]! ^
        t[256 + bytes[i + 6]!]! ^
        t[bytes[i + 7]!]!;
    }
    for (; i < length; i++) crc = t[(crc ^ bytes[i]!) & 255]! ^ (crc >>> 8);
    return ~crc >>> 0;
  };
}

/** Eight tables of 256: the k-th holds the remainders of a byte with k zero bytes behind it. */
function makeTables(polynomial: number): Uint32Array {
  const tables = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ polynomial : rest >>> 1;
    tables[byte] = rest;
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256]!;
    tables[i] = tables[before & 255]! ^ (before >>> 8);
  }
  return tables;
}
