// The second half of the way back through column-norm.ts, after column-norm-sums.ts:
//
//   dx = gamma f (dy - dbeta / rows - n dgamma / rows)        n = (x - mean) f        f = 1 / √(variance + ε)
import { columnFactors } from "./column-norm";
import { loadFloats, storeFloats } from "./part";
import { SCRATCH } from "./simd";

/** Blocks from..to of `block` rows; gamma may be 0. Scratch: two rows. Units: blocks. */
export function columnNormGradient(rows: i32, columns: i32, block: i32, epsilon: f32, dy: usize, x: usize, mean: usize, variance: usize, gamma: usize,
  dGamma: usize, dBeta: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, factors = scratch + SCRATCH, slopes = factors + row;
  columnFactors(columns, epsilon, variance, 0, factors);
  columnFactors(columns, epsilon, variance, gamma, slopes);
  const share = f32x4.splat(1 / <f32>rows);
  for (let i = from * block; i < min(rows, to * block); i++) {
    const at = <usize>i * row;
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      const n = f32x4.mul(f32x4.sub(loadFloats(x + at + o, left), loadFloats(mean + o, left)), loadFloats(factors + o, left));
      const common = f32x4.mul(f32x4.add(loadFloats(dBeta + o, left), f32x4.mul(n, loadFloats(dGamma + o, left))), share);
      storeFloats(dx + at + o, f32x4.mul(f32x4.sub(loadFloats(dy + at + o, left), common), loadFloats(slopes + o, left)), left);
    }
  }
}
