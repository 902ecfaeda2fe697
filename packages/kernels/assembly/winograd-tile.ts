// Tiles of Winograd's convolutions, in two dimensions: a pass down the columns into a buffer, a pass along the rows out of it.
//
//   image                        buffer            planes: one matrix [tiles, channels] for each of the n x n points
//   +--------------+             n columns         +--------+
//   |  +--------+  |  4 channels  +---+            | [tile] | point 0
//   |  | n x n  | ----- down ---> |   | - along -> +--------+
//   |  |  tile  |  |  at a time   +---+            | [tile] | point 1 ...
//   +--+--------+--+
//
// A tile over the edge is first copied, with zeros around it. Planes are an odd number of cache lines apart, so that the n x n
// stores of a tile do not fall into the same few sets of the cache.
import { collect6to4, collect8to4, CONSTANTS, input6, input8, spread4to6, spread4to8 } from "../wasm/winograd-transforms";
import { BIAS, GATE, mask, put } from "./simd";
import { isWide } from "./width";

/** Bytes of constants and buffer that the functions below find at `k`. */
// @ts-ignore: decorator
@inline export const BUFFERS: usize = CONSTANTS + 2048 + 512;

/** Bytes from one plane of `rows x columns` floats to the next. */
// @ts-ignore: decorator
@inline
export function planeStep(rows: i32, columns: i32): usize {
  return (((<usize>(rows * columns) << 2) + 63) & ~63) | 64;
}

/**
 * The `n x n` pixels from (y0, x0) on as they are in the image if all are inside, else a copy at `patch`; the copy's rows are
 * `n` pixels long.
 */
function gatherTile(n: i32, h: i32, w: i32, pixel: usize, image: usize, y0: i32, x0: i32, patch: usize): usize {
  if (y0 >= 0 && x0 >= 0 && y0 + n <= h && x0 + n <= w) return image + <usize>(y0 * w + x0) * pixel;
  const zero = f32x4.splat(0);
  let to = patch;
  for (let y = y0; y < y0 + n; y++) {
    const row = image + <usize>(y * w) * pixel, inside = <u32>y < <u32>h;
    for (let x = x0; x < x0 + n; x++) {
      const end = to + pixel;
      if (inside && <u32>x < <u32>w) for (let from = row + <usize>x * pixel; to < end; to += 16, from += 16) v128.store(to, v128.load(from));
      else for (; to < end; to += 16) v128.store(to, zero);
    }
  }
  return patch;
}

/** Four channels, or a pair of four, of {@link inputTile}. */
// @ts-ignore: decorator
@inline
function inputChannels(pair: bool, n: i32, s: usize, row: usize, pixel: usize, v: usize, step: usize, k: usize): void {
  const b = k + CONSTANTS, size: usize = pair ? 32 : 16;
  if (n == 8) {
    for (let q: usize = 0; q < 8; q++) input8(pair, s + q * pixel, row, b + q * size, 8 * size, k);
    for (let q: usize = 0; q < 8; q++) input8(pair, b + 8 * q * size, size, v + (q << 3) * step, step, k);
  } else {
    for (let q: usize = 0; q < 6; q++) input6(pair, s + q * pixel, row, b + q * size, 6 * size, k);
    for (let q: usize = 0; q < 6; q++) input6(pair, b + 6 * q * size, size, v + 6 * q * step, step, k);
  }
}

/** Tile at (y0, x0) of an image to row `v` of the planes: the input's transform, `n` 6 or 8. */
export function inputTile(n: i32, h: i32, w: i32, pixel: usize, image: usize, y0: i32, x0: i32, v: usize, step: usize, k: usize, patch: usize): void {
  const s = gatherTile(n, h, w, pixel, image, y0, x0, patch), row = <usize>(s == patch ? n : w) * pixel;
  let o: usize = 0;
  if (isWide) for (; o + 32 <= pixel; o += 32) inputChannels(true, n, s + o, row, pixel, v + o, step, k);
  for (; o < pixel; o += 16) inputChannels(false, n, s + o, row, pixel, v + o, step, k);
}

/** Four channels, or a pair of four, of {@link gradientTile}. */
// @ts-ignore: decorator
@inline
function gradientChannels(pair: bool, n: i32, s: usize, row: usize, pixel: usize, v: usize, step: usize, k: usize): void {
  const b = k + CONSTANTS, size: usize = pair ? 32 : 16;
  if (n == 8) {
    for (let q: usize = 0; q < 4; q++) spread4to8(pair, s + q * pixel, row, b + q * size, 4 * size, k);
    for (let q: usize = 0; q < 8; q++) spread4to8(pair, b + 4 * q * size, size, v + (q << 3) * step, step, k);
  } else {
    for (let q: usize = 0; q < 4; q++) spread4to6(pair, s + q * pixel, row, b + q * size, 4 * size, k);
    for (let q: usize = 0; q < 6; q++) spread4to6(pair, b + 4 * q * size, size, v + 6 * q * step, step, k);
  }
}

/** The `4 x 4` gradients at (y0, x0) to row `v` of the planes: a gradient is the filter of a filter's gradient. */
export function gradientTile(n: i32, h: i32, w: i32, pixel: usize, image: usize, y0: i32, x0: i32, v: usize, step: usize, k: usize, patch: usize): void {
  const s = gatherTile(4, h, w, pixel, image, y0, x0, patch), row = <usize>(s == patch ? 4 : w) * pixel;
  let o: usize = 0;
  if (isWide) for (; o + 32 <= pixel; o += 32) gradientChannels(true, n, s + o, row, pixel, v + o, step, k);
  for (; o < pixel; o += 16) gradientChannels(false, n, s + o, row, pixel, v + o, step, k);
}

/** Four channels, or a pair of four, of {@link outputTile}. */
// @ts-ignore: decorator
@inline
function outputChannels(pair: bool, n: i32, m: usize, step: usize, pixel: usize, row: usize, rows: i32, columns: i32, y: usize, bias: usize, flags: i32, k: usize): void {
  const size: usize = pair ? 32 : 16, b = k + CONSTANTS, r = b + 1024; // 4 rows of n points need up to 1024 bytes
  if (n == 8) {
    for (let q: usize = 0; q < 8; q++) collect8to4(pair, m + q * step, step << 3, b + q * size, 8 * size, k);
    for (let q: usize = 0; q < <usize>rows; q++) collect8to4(pair, b + 8 * q * size, size, r + 4 * q * size, size, k);
  } else {
    for (let q: usize = 0; q < 6; q++) collect6to4(pair, m + q * step, 6 * step, b + q * size, 6 * size, k);
    for (let q: usize = 0; q < <usize>rows; q++) collect6to4(pair, b + 6 * q * size, size, r + 4 * q * size, size, k);
  }
  for (let o: usize = 0; o < size; o += 16) {
    const add = flags & BIAS ? v128.load(bias + o) : f32x4.splat(0);
    for (let i: usize = 0; i < <usize>rows; i++) {
      for (let j: usize = 0; j < <usize>columns; j++) {
        const to = y + o + i * row + j * pixel, v = v128.load(r + o + (4 * i + j) * size);
        if (flags & GATE) v128.store(to, mask(v, v128.load(to + bias), flags));
        else put(to, v, add, flags);
      }
    }
  }
}

/**
 * Row `m` of the planes to the `rows x columns` outputs (at most 4 x 4) at `y`, with bias and activation; with GATE `bias` is the
 * way from y to the activation's results.
 */
export function outputTile(n: i32, m: usize, step: usize, pixel: usize, row: usize, rows: i32, columns: i32, y: usize, bias: usize, flags: i32, k: usize): void {
  let o: usize = 0;
  if (isWide) for (; o + 32 <= pixel; o += 32) outputChannels(true, n, m + o, step, pixel, row, rows, columns, y + o, flags & GATE ? bias : bias + o, flags, k);
  for (; o < pixel; o += 16) outputChannels(false, n, m + o, step, pixel, row, rows, columns, y + o, flags & GATE ? bias : bias + o, flags, k);
}
