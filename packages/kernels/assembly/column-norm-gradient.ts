// The second half of the way back through column-norm.ts, after column-norm-sums.ts:
//
//   dx = gamma f (dy - dbeta / rows - n dgamma / rows)        n = (x - mean) f        f = 1 / √(variance + ε)
//      = slope dy + (tilt (x - mean) + shift)                 three rows of numbers, made once, in scratch
//
// Blocks of rows stream through, 8 columns at a time with their numbers in registers.
import { columnFactors } from "./column-norm";
import { loadFloats, storeFloats } from "./part";
import { madd, SCRATCH } from "./simd";

/** Blocks from..to of `block` rows; gamma may be 0. dx may be dy or x. Scratch: three rows. Units: blocks. */
export function columnNormGradient(rows: i32, columns: i32, block: i32, epsilon: f32, dy: usize, x: usize, mean: usize, variance: usize, gamma: usize,
  dGamma: usize, dBeta: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
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
      const o = <usize>j << 2;
      const m0 = v128.load(mean + o), m1 = v128.load(mean + o, 16), a0 = v128.load(slopes + o), a1 = v128.load(slopes + o, 16);
      const b0 = v128.load(tilts + o), b1 = v128.load(tilts + o, 16), c0 = v128.load(shifts + o), c1 = v128.load(shifts + o, 16);
      let p = base + o;
      for (let i = count; i > 0; i--, p += row) {
        const n0 = madd(f32x4.sub(v128.load(x + p), m0), b0, c0), n1 = madd(f32x4.sub(v128.load(x + p, 16), m1), b1, c1);
        const d0 = v128.load(dy + p), d1 = v128.load(dy + p, 16);
        v128.store(dx + p, madd(d0, a0, n0)); v128.store(dx + p, madd(d1, a1, n1), 16);
      }
    }
    for (; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      const m = loadFloats(mean + o, left), a = loadFloats(slopes + o, left), b = loadFloats(tilts + o, left), c = loadFloats(shifts + o, left);
      let p = base + o;
      for (let i = count; i > 0; i--, p += row) {
        const n = madd(f32x4.sub(loadFloats(x + p, left), m), b, c);
        storeFloats(dx + p, madd(loadFloats(dy + p, left), a, n), left);
      }
    }
  }
}
