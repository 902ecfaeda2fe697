import type { Decoded } from "./_png.ts";

/** Pictures of more pixels are refused: a short file can claim any size. */
const mostPixels = 1e8;

/**
 * The first picture of a GIF file, with alpha. Throws where it is damaged.
 *
 * @see {@link https://www.w3.org/Graphics/GIF/spec-gif89a.txt | GIF 89a}
 */
export function decodeGif(bytes: Uint8Array): Decoded {
  const short = (at: number): number => bytes[at]! | (bytes[at + 1]! << 8);
  const [width, height, flags] = [short(6), short(8), bytes[10]!];
  const shared = flags & 0x80 ? 13 : undefined;
  let at = 13 + (shared === undefined ? 0 : 3 * colorsOf(flags));
  let clear: number | undefined;
  while (bytes[at] === 0x21) {
    if (bytes[at + 1] === 0xf9 && bytes[at + 3]! & 1) clear = bytes[at + 6];
    at = blocksAt(bytes, at + 2).end;
  }
  if (bytes[at] !== 0x2c) throw new Error("no picture");
  const [left, top, wide, high, local] = [short(at + 1), short(at + 3), short(at + 5), short(at + 7), bytes[at + 9]!];
  const palette = local & 0x80 ? at + 10 : shared;
  if (palette === undefined || width * height === 0) throw new Error("no colours");
  if (Math.max(width * height, wide * high) > mostPixels) throw new Error(`${width} by ${height} pixels`);
  at += 10 + (local & 0x80 ? 3 * colorsOf(local) : 0);
  const indices = unpack(blocksAt(bytes, at + 1).data, bytes[at]!, wide * high);
  const data = new Uint8Array(width * height * 4);
  const rows = local & 0x40 ? interlaced(high) : Array.from({ length: high }, (_, y) => y);
  for (const [i, index] of indices.entries()) {
    const [x, y] = [left + (i % wide), top + rows[Math.floor(i / wide)]!];
    if (index === clear || x >= width || y >= height) continue;
    const to = (y * width + x) * 4;
    data.set(bytes.subarray(palette + 3 * index, palette + 3 * index + 3), to);
    data[to + 3] = 255;
  }
  return { width, height, depth: 8, channels: 4, data };
}

function colorsOf(flags: number): number {
  return 2 << (flags & 7);
}

/** Blocks of bytes, each after its length, up to one of length 0. */
function blocksAt(bytes: Uint8Array, start: number): { data: Uint8Array; end: number } {
  const parts: Uint8Array[] = [];
  let at = start;
  for (let size = bytes[at]; size !== 0; size = bytes[at]) {
    if (size === undefined) throw new Error("it ends too soon");
    parts.push(bytes.subarray(at + 1, at + 1 + size));
    at += 1 + size;
  }
  const data = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of parts) {
    data.set(part, to);
    to += part.length;
  }
  return { data, end: at + 1 };
}

/** Codes of growing width, each of which stands for a run of numbers seen before (LZW). */
function unpack(data: Uint8Array, start: number, count: number): Uint8Array {
  if (start < 2 || start > 11) throw new Error("codes of a wrong width");
  const reset = 1 << start;
  const [before, last] = [new Int32Array(4096), new Uint8Array(4096)];
  for (let code = 0; code < reset; code++) last[code] = code;
  const output = new Uint8Array(count);
  let [size, next, previous, filled, bits, held] = [start + 1, reset + 2, -1, 0, 0, 0];
  const run: number[] = [];
  for (const byte of data) {
    held |= byte << bits;
    bits += 8;
    while (bits >= size) {
      const code = held & ((1 << size) - 1);
      held >>= size;
      bits -= size;
      if (code === reset) {
        [size, next, previous] = [start + 1, reset + 2, -1];
        continue;
      }
      if (code === reset + 1) return output;
      if (code > next || (previous < 0 && code >= reset)) throw new Error("a code that stands for nothing");
      for (let at = code === next ? previous : code; ; at = before[at]!) {
        run.push(last[at]!);
        if (at < reset) break;
      }
      const first = run.at(-1)!;
      if (code === next) run.unshift(first);
      while (run.length > 0 && filled < count) output[filled++] = run.pop()!;
      run.length = 0;
      if (previous >= 0 && next < 4096) {
        [before[next], last[next]] = [previous, first];
        next++;
        if (next === 1 << size && size < 12) size++;
      }
      previous = code;
    }
  }
  return output;
}

/** The order in which rows are stored: every eighth, then those between, and so on. */
function interlaced(height: number): number[] {
  const rows: number[] = [];
  for (const [first, step] of [[0, 8], [4, 8], [2, 4], [1, 2]] as const) // biome-ignore format: passes
    for (let y = first; y < height; y += step) rows.push(y);
  return rows;
}
