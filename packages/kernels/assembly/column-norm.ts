// Normalization of columns by their mean and variance, with what it is scaled and shifted by. The factors 1 / √(variance + ε)
// are made once, in scratch; then blocks of rows stream through, 16 columns at a time with their factors in registers.
import { loadFloats, storeFloats } from "./part";
import { activated, madd, put, RELU, RELU6, SCRATCH } from "./simd";

/** `to = gamma / √(variance + ε)`; without gamma (0) it counts as 1. */
export function columnFactors(columns: i32, epsilon: f32, variance: usize, gamma: usize, to: usize): void {
  const least = f32x4.splat(epsilon);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const factor = f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(loadFloats(variance + o, left), least)));
    storeFloats(to + o, gamma ? f32x4.mul(factor, loadFloats(gamma + o, left)) : factor, left);
  }
}

/** One vector of `y`, with the activation of `flags`. */
// @ts-ignore: decorator
@inline
function normal(x: usize, mean: v128, factor: v128, shift: v128, flags: i32, y: usize): void {
  put(y, madd(f32x4.sub(v128.load(x), mean), factor, shift), shift, flags);
}

/** `count` rows of 16 columns. */
// @ts-ignore: decorator
@inline
function strip(count: i32, row: usize, x: usize, mean: usize, factors: usize, beta: usize, flags: i32, y: usize): void {
  const m0 = v128.load(mean), m1 = v128.load(mean, 16), m2 = v128.load(mean, 32), m3 = v128.load(mean, 48);
  const f0 = v128.load(factors), f1 = v128.load(factors, 16), f2 = v128.load(factors, 32), f3 = v128.load(factors, 48);
  let b0 = f32x4.splat(0), b1 = b0, b2 = b0, b3 = b0;
  if (beta) { b0 = v128.load(beta); b1 = v128.load(beta, 16); b2 = v128.load(beta, 32); b3 = v128.load(beta, 48); }
  for (let i = count; i > 0; i--, x += row, y += row) {
    normal(x, m0, f0, b0, flags, y); normal(x + 16, m1, f1, b1, flags, y + 16);
    normal(x + 32, m2, f2, b2, flags, y + 32); normal(x + 48, m3, f3, b3, flags, y + 48);
  }
}

/**
 * Blocks from..to of `block` rows of `y = (x - mean) gamma / √(variance + ε) + beta`; gamma and beta may be 0. With RELU or
 * RELU6 in flags the activation of that. y may be x. Scratch: a row. Units: blocks.
 */
export function columnNorm(rows: i32, columns: i32, block: i32, epsilon: f32, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize, y: usize,
  flags: i32, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, factors = scratch + SCRATCH;
  columnFactors(columns, epsilon, variance, gamma, factors);
  for (let first = from * block; first < min(rows, to * block); first += block) {
    const count = min(block, rows - first), base = <usize>first * row;
    let j = 0;
    for (; j + 16 <= columns; j += 16) {
      const o = <usize>j << 2, p = x + base + o, q = y + base + o, b = beta ? beta + o : 0;
      if (flags & (RELU | RELU6)) strip(count, row, p, mean + o, factors + o, b, flags, q);
      else strip(count, row, p, mean + o, factors + o, b, 0, q);
    }
    for (; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j, m = loadFloats(mean + o, left), f = loadFloats(factors + o, left);
      const shift = beta ? loadFloats(beta + o, left) : f32x4.splat(0);
      let p = base + o;
      for (let i = count; i > 0; i--, p += row) {
        storeFloats(y + p, activated(madd(f32x4.sub(loadFloats(x + p, left), m), f, shift), flags), left);
      }
    }
  }
}
