import { inflateSync } from "node:zlib";

export interface Png {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: number;
  /** Samples row by row, without the bytes that say how rows are filtered. */
  readonly pixels: Uint8Array;
}

/** Reads a PNG of 8 bits a sample that is not interlaced. */
export function readPng(bytes: Uint8Array): Png {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getBigUint64(0) !== 0x89504e470d0a1a0an) throw new Error("not a PNG");
  const parts: Uint8Array[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = view.getUint32(at);
    if (view.getUint32(at + 4) === 0x49444154) parts.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bitDepth, colorType] = [bytes[24]!, bytes[25]!];
  const channels = [1, 0, 3, 1, 2, 0, 4][colorType] ?? 0;
  if (bitDepth !== 8 || channels === 0) throw new Error(`PNG of ${bitDepth} bits, type ${colorType}`);
  return {
    width,
    height,
    bitDepth,
    colorType,
    pixels: unfiltered(inflateSync(Buffer.concat(parts)), width * channels, height, channels),
  };
}

/** Undoes what each row's filter did: each byte was stored less its prediction by neighbours. */
function unfiltered(raw: Uint8Array, stride: number, height: number, channels: number): Uint8Array {
  const pixels = new Uint8Array(stride * height);
  for (let row = 0; row < height; row++) {
    const filter = raw[row * (stride + 1)]!;
    for (let i = 0; i < stride; i++) {
      const at = row * stride + i;
      const left = i >= channels ? pixels[at - channels]! : 0;
      const above = row > 0 ? pixels[at - stride]! : 0;
      const corner = i >= channels && row > 0 ? pixels[at - stride - channels]! : 0;
      pixels[at] = raw[row * (stride + 1) + 1 + i]! + predicted(filter, left, above, corner);
    }
  }
  return pixels;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0;
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  const guess = left + above - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - above), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? above : corner;
}
