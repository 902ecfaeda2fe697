// Normalization of columns by their mean and variance, with what it is scaled and shifted by. Per block of rows the factors
// 1 / √(variance + ε) are made once, in scratch; then the rows stream through.
import { loadFloats, storeFloats } from "./part";
import { madd, SCRATCH } from "./simd";

/** `to = gamma / √(variance + ε)`; without gamma (0) it counts as 1. */
export function columnFactors(columns: i32, epsilon: f32, variance: usize, gamma: usize, to: usize): void {
  const least = f32x4.splat(epsilon);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const factor = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(loadFloats(variance + o, left), least)));
    storeFloats(to + o, gamma ? f32x4.mul(factor, loadFloats(gamma + o, left)) : factor, left);
  }
}

/**
 * Blocks from..to of `block` rows of `y = (x - mean) gamma / √(variance + ε) + beta`; gamma and beta may be 0. Scratch: a row.
 * Units: blocks.
 */
export function columnNorm(rows: i32, columns: i32, block: i32, epsilon: f32, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, y: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, factors = scratch + SCRATCH;
  columnFactors(columns, epsilon, variance, gamma, factors);
  for (let i = from * block; i < min(rows, to * block); i++) {
    const source = x + <usize>i * row, target = y + <usize>i * row;
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      const d = f32x4.sub(loadFloats(source + o, left), loadFloats(mean + o, left));
      const shift = beta ? loadFloats(beta + o, left) : f32x4.splat(0);
      storeFloats(target + o, madd(d, loadFloats(factors + o, left), shift), left);
    }
  }
}
