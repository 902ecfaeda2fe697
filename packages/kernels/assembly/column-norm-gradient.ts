// The second half of the way back through column-norm.ts, after column-norm-sums.ts, with the activation of `flags` as there:
//
//   dx = gamma f (dy - dbeta / rows - n dgamma / rows)        n = (x - mean) f        f = 1 / √(variance + ε)
//      = slope dy + (tilt (x - mean) + shift)                 three rows of numbers, made once, in scratch
//
// Blocks of rows stream through, 8 columns at a time with their numbers in registers.
import { columnFactors } from "./column-norm";
import { loadFloats, storeFloats } from "./part";
import { madd, mask, RELU, RELU6, SCRATCH } from "./simd";

/** `count` rows of 8 columns; `numbers` are their slopes, a row further their tilts, and two rows further their shifts. */
// @ts-ignore: decorator
@inline
function strip(count: i32, row: usize, dy: usize, x: usize, mean: usize, numbers: usize, beta: usize, flags: i32, dx: usize): void {
  const tilts = numbers + row, shifts = tilts + row;
  const m0 = v128.load(mean), m1 = v128.load(mean, 16), a0 = v128.load(numbers), a1 = v128.load(numbers, 16);
  const b0 = v128.load(tilts), b1 = v128.load(tilts, 16), c0 = v128.load(shifts), c1 = v128.load(shifts, 16);
  let e0 = f32x4.splat(0), e1 = e0;
  if (beta) { e0 = v128.load(beta); e1 = v128.load(beta, 16); }
  for (let i = count; i > 0; i--, dy += row, x += row, dx += row) {
    const n0 = f32x4.sub(v128.load(x), m0), n1 = f32x4.sub(v128.load(x, 16), m1);
    const d0 = mask(v128.load(dy), madd(n0, a0, e0), flags), d1 = mask(v128.load(dy, 16), madd(n1, a1, e1), flags);
    v128.store(dx, madd(d0, a0, madd(n0, b0, c0))); v128.store(dx, madd(d1, a1, madd(n1, b1, c1)), 16);
  }
}

/** Blocks from..to of `block` rows; gamma and beta may be 0. dx may be dy or x. Scratch: three rows. Units: blocks. */
export function columnNormGradient(rows: i32, columns: i32, block: i32, epsilon: f32, dy: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize,
  dGamma: usize, dBeta: usize, dx: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, slopes = scratch + SCRATCH, tilts = slopes + row, shifts = tilts + row;
  columnFactors(columns, epsilon, variance, gamma, slopes);
  columnFactors(columns, epsilon, variance, 0, tilts);
  const share = f32x4.splat(-1 / <f32>rows);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j, part = f32x4.mul(loadFloats(slopes + o, left), share);
    storeFloats(tilts + o, f32x4.mul(part, f32x4.mul(loadFloats(tilts + o, left), loadFloats(dGamma + o, left))), left);
    storeFloats(shifts + o, f32x4.mul(part, loadFloats(dBeta + o, left)), left);
  }
  for (let first = from * block; first < min(rows, to * block); first += block) {
    const count = min(block, rows - first), base = <usize>first * row;
    let j = 0;
    for (; j + 8 <= columns; j += 8) {
      const o = <usize>j << 2, p = base + o, e = beta ? beta + o : 0;
      if (flags & (RELU | RELU6)) strip(count, row, dy + p, x + p, mean + o, slopes + o, e, flags, dx + p);
      else strip(count, row, dy + p, x + p, mean + o, slopes + o, 0, 0, dx + p);
    }
    for (; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j, e = beta ? loadFloats(beta + o, left) : f32x4.splat(0);
      const m = loadFloats(mean + o, left), a = loadFloats(slopes + o, left), b = loadFloats(tilts + o, left), c = loadFloats(shifts + o, left);
      let p = base + o;
      for (let i = count; i > 0; i--, p += row) {
        const n = f32x4.sub(loadFloats(x + p, left), m), d = mask(loadFloats(dy + p, left), madd(n, a, e), flags);
        storeFloats(dx + p, madd(d, a, madd(n, b, c)), left);
      }
    }
  }
}
