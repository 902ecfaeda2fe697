import type { Decoded } from "./_png.ts";

/** The pixels of a BMP file that is not compressed: palettes, and colours of 24 or 32 bits. Throws where it is another. */
export function decodeBmp(bytes: Uint8Array): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, header] = [view.getUint32(10, true), view.getUint32(14, true)];
  const [width, signed] = [view.getInt32(18, true), view.getInt32(22, true)];
  const [bits, compression] = [view.getUint16(28, true), view.getUint32(30, true)];
  const height = Math.abs(signed);
  if (header < 40 || ![1, 4, 8, 24, 32].includes(bits) || (compression !== 0 && compression !== 3)) {
    throw new Error(`compression ${compression} of ${bits} bits a pixel`);
  }
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (width <= 0 || height === 0 || start + stride * height > bytes.length) throw new Error("too few pixels");
  const palette = 14 + header;
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    const row = start + stride * (signed > 0 ? height - 1 - y : y); // the lowest row comes first
    for (let x = 0; x < width; x++) {
      const at = bits >= 24 ? row + (x * bits) / 8 : palette + 4 * indexAt(bytes, row, x, bits);
      for (let i = 0; i < 3; i++) data[(y * width + x) * 3 + i] = bytes[at + 2 - i]!;
    }
  }
  return { width, height, depth: 8, channels: 3, data };
}

/** The number of a colour, of which a byte holds several. */
function indexAt(bytes: Uint8Array, row: number, x: number, bits: number): number {
  const bit = x * bits;
  return (bytes[row + (bit >> 3)]! >> (8 - bits - (bit & 7))) & (2 ** bits - 1);
}
