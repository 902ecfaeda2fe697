/** One channel of an image, and how it is divided. */
export interface Grid {
  readonly height: number;
  readonly width: number;
  /** How many tiles there are, down. */
  readonly rows: number;
  /** How many tiles there are, across. */
  readonly columns: number;
  readonly clipLimit: number;
}

const levels = 256;

/** Pixels from 0 to 255, evenly spread within tiles, blended between their middles. */
export function equalizedTiles(pixels: Float32Array, grid: Grid): Float32Array {
  const { height, width, rows, columns } = grid;
  const [tall, wide] = [Math.ceil(height / rows), Math.ceil(width / columns)];
  const tables = tablesOf(pixels, grid, [tall, wide]);
  const [down, across] = [blendsOf(height, tall, rows), blendsOf(width, wide, columns)];
  const changed = new Float32Array(pixels.length);
  for (let y = 0; y < height; y++) {
    const v = down[y]!;
    for (let x = 0; x < width; x++) {
      const h = across[x]!;
      const level = levelOf(pixels[y * width + x]!);
      const at = (row: number, column: number): number => tables[(row * columns + column) * levels + level]!;
      const above = at(v.before, h.before) * (1 - h.weight) + at(v.before, h.after) * h.weight;
      const below = at(v.after, h.before) * (1 - h.weight) + at(v.after, h.after) * h.weight;
      changed[y * width + x] = above * (1 - v.weight) + below * v.weight;
    }
  }
  return changed;
}

function levelOf(value: number): number {
  return Math.min(Math.max(Math.trunc(value), 0), levels - 1);
}

/** What each level becomes in each tile. */
function tablesOf(pixels: Float32Array, grid: Grid, [tall, wide]: readonly [number, number]): Float32Array {
  const { height, width, rows, columns, clipLimit } = grid;
  const tables = new Float32Array(rows * columns * levels);
  const limit = clipLimit > 0 ? (clipLimit * tall * wide) / levels : Number.POSITIVE_INFINITY;
  for (let y = 0; y < tall * rows; y++) {
    for (let x = 0; x < wide * columns; x++) {
      const tile = Math.trunc(y / tall) * columns + Math.trunc(x / wide);
      tables[tile * levels + levelOf(pixels[mirrored(y, height) * width + mirrored(x, width)]!)]!++;
    }
  }
  for (let start = 0; start < tables.length; start += levels) {
    toTable(tables.subarray(start, start + levels), tall * wide, limit);
  }
  return tables;
}

/** Beyond the end, pixels are seen in reverse. */
function mirrored(place: number, size: number): number {
  const within = place % (2 * size);
  return within < size ? within : 2 * size - 1 - within;
}

/** Counts of levels turned into what they become, in place. */
function toTable(counts: Float32Array, pixels: number, limit: number): void {
  const excess = counts.reduce((sum, count) => sum + Math.max(count - limit, 0), 0);
  let total = 0;
  const least = Math.min(counts[0]!, limit) + excess / levels;
  for (let level = 0; level < levels; level++) {
    total += Math.min(counts[level]!, limit) + excess / levels;
    const share = ((total - least) * 255) / (pixels - least || 1);
    counts[level] = Math.min(Math.max(share, 0), 255);
  }
}

interface Blend {
  readonly before: number;
  readonly after: number;
  /** Of the tile that comes after. */
  readonly weight: number;
}

/** Which two tiles each place along an axis lies between. */
function blendsOf(size: number, tile: number, count: number): Blend[] {
  const clamped = (index: number): number => Math.min(Math.max(index, 0), count - 1);
  return Array.from({ length: size }, (_, place) => {
    const middle = (place - tile / 2) / tile;
    const before = Math.floor(middle);
    return { before: clamped(before), after: clamped(before + 1), weight: middle - before };
  });
}
