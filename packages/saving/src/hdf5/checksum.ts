const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by));

/**
 * Bob Jenkins' lookup3 hash, which guards version 2 blocks.
 *
 * @see HDF5 File Format Specification Version 3.0, "Checksum" fields; {@link https://burtleburtle.net/bob/c/lookup3.c}
 */
export function lookup3(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let left = bytes.length;
  let a = (0xdeadbeef + left) | 0;
  let b = a;
  let c = a;
  let at = 0;
  for (; left > 12; left -= 12, at += 12) {
    a = (a + view.getInt32(at, true)) | 0;
    b = (b + view.getInt32(at + 4, true)) | 0;
    c = (c + view.getInt32(at + 8, true)) | 0;
    a = ((a - c) ^ rotate(c, 4)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 6)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 8)) | 0;
    b = (b + a) | 0;
    a = ((a - c) ^ rotate(c, 16)) | 0;
    c = (c + b) | 0;
    b = ((b - a) ^ rotate(a, 19)) | 0;
    a = (a + c) | 0;
    c = ((c - b) ^ rotate(b, 4)) | 0;
    b = (b + a) | 0;
  }
  if (left === 0) return c >>> 0;
  const tail = new Int32Array(3);
  for (let i = 0; i < left; i++) tail[i >> 2]! |= bytes[at + i]! << (8 * (i & 3));
  a = (a + tail[0]!) | 0;
  b = (b + tail[1]!) | 0;
  c = (c + tail[2]!) | 0;
  c = ((c ^ b) - rotate(b, 14)) | 0;
  a = ((a ^ c) - rotate(c, 11)) | 0;
  b = ((b ^ a) - rotate(a, 25)) | 0;
  c = ((c ^ b) - rotate(b, 16)) | 0;
  a = ((a ^ c) - rotate(c, 4)) | 0;
  b = ((b ^ a) - rotate(a, 14)) | 0;
  c = ((c ^ b) - rotate(b, 24)) | 0;
  return c >>> 0;
}

const fold = (sum: number) => (sum & 0xffff) + (sum >>> 16);

/** Fletcher's checksum over 16-bit words, high byte first, as the Fletcher32 filter appends it. */
export function fletcher32(bytes: Uint8Array): number {
  let low = 0;
  let high = 0;
  const even = bytes.length & ~1;
  for (let at = 0; at < even; ) {
    for (const stop = Math.min(at + 512, even); at < stop; at += 2) {
      low += (bytes[at]! << 8) | bytes[at + 1]!;
      high += low;
    }
    low = fold(low >>> 0);
    high = fold(high >>> 0);
  }
  if (even < bytes.length) {
    low += bytes[even]! << 8;
    high += low;
  }
  low = fold(fold(low >>> 0));
  high = fold(fold(high >>> 0));
  return ((high << 16) | low) >>> 0;
}

/** The checksum that ends a zlib stream: two sums modulo 65521 ({@link https://www.rfc-editor.org/rfc/rfc1950 | RFC 1950}). */
export function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (let at = 0; at < bytes.length; ) {
    // 3800 bytes of 255 keep both sums below 2^32
    for (const stop = Math.min(at + 3800, bytes.length); at < stop; at++) {
      a += bytes[at]!;
      b += a;
    }
    a %= 65521;
    b %= 65521;
  }
  return b * 65536 + a;
}
