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

/** Bytes of constants and buffer that the functions below find at `k`. */
// @ts-ignore: decorator
@inline export const BUFFERS: usize = CONSTANTS + 1024 + 256;

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

/** Tile at (y0, x0) of an image to row `v` of the planes: the input's transform, `n` 6 or 8. */
export function inputTile(n: i32, h: i32, w: i32, pixel: usize, image: usize, y0: i32, x0: i32, v: usize, step: usize, k: usize, patch: usize): void {
  const s = gatherTile(n, h, w, pixel, image, y0, x0, patch), row = <usize>(s == patch ? n : w) * pixel, b = k + CONSTANTS;
  if (n == 8) {
    for (let o: usize = 0; o < pixel; o += 16) {
      for (let q: usize = 0; q < 8; q++) input8(s + o + q * pixel, row, b + (q << 4), 128, k);
      for (let q: usize = 0; q < 8; q++) input8(b + (q << 7), 16, v + o + (q << 3) * step, step, k);
    }
  } else {
    for (let o: usize = 0; o < pixel; o += 16) {
      for (let q: usize = 0; q < 6; q++) input6(s + o + q * pixel, row, b + (q << 4), 96, k);
      for (let q: usize = 0; q < 6; q++) input6(b + q * 96, 16, v + o + 6 * q * step, step, k);
    }
  }
}

/** The `4 x 4` gradients at (y0, x0) to row `v` of the planes: a gradient is the filter of a filter's gradient. */
export function gradientTile(n: i32, h: i32, w: i32, pixel: usize, image: usize, y0: i32, x0: i32, v: usize, step: usize, k: usize, patch: usize): void {
  const s = gatherTile(4, h, w, pixel, image, y0, x0, patch), row = <usize>(s == patch ? 4 : w) * pixel, b = k + CONSTANTS;
  if (n == 8) {
    for (let o: usize = 0; o < pixel; o += 16) {
      for (let q: usize = 0; q < 4; q++) spread4to8(s + o + q * pixel, row, b + (q << 4), 64, k);
      for (let q: usize = 0; q < 8; q++) spread4to8(b + (q << 6), 16, v + o + (q << 3) * step, step, k);
    }
  } else {
    for (let o: usize = 0; o < pixel; o += 16) {
      for (let q: usize = 0; q < 4; q++) spread4to6(s + o + q * pixel, row, b + (q << 4), 64, k);
      for (let q: usize = 0; q < 6; q++) spread4to6(b + (q << 6), 16, v + o + 6 * q * step, step, k);
    }
  }
}

/**
 * Row `m` of the planes to the `rows x columns` outputs (at most 4 x 4) at `y`, with bias and activation; with GATE `bias` is the
 * way from y to the activation's results.
 */
export function outputTile(n: i32, m: usize, step: usize, pixel: usize, row: usize, rows: i32, columns: i32, y: usize, bias: usize, flags: i32, k: usize): void {
  const b = k + CONSTANTS, r = b + 512; // 4 rows of n points need 512 bytes
  for (let o: usize = 0; o < pixel; o += 16) {
    if (n == 8) {
      for (let q: usize = 0; q < 8; q++) collect8to4(m + o + q * step, step << 3, b + (q << 4), 128, k);
      for (let q: usize = 0; q < <usize>rows; q++) collect8to4(b + (q << 7), 16, r + (q << 6), 16, k);
    } else {
      for (let q: usize = 0; q < 6; q++) collect6to4(m + o + q * step, 6 * step, b + (q << 4), 96, k);
      for (let q: usize = 0; q < <usize>rows; q++) collect6to4(b + q * 96, 16, r + (q << 6), 16, k);
    }
    const add = flags & BIAS ? v128.load(bias + o) : f32x4.splat(0);
    for (let i: usize = 0; i < <usize>rows; i++) {
      for (let j: usize = 0; j < <usize>columns; j++) {
        const to = y + o + i * row + j * pixel, v = v128.load(r + (i << 6) + (j << 4));
        if (flags & GATE) v128.store(to, mask(v, v128.load(to + bias), flags));
        else put(to, v, add, flags);
      }
    }
  }
}
