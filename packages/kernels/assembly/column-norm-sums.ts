// The first half of the way back through column-norm.ts, the gradients of gamma and beta: column sums of dy n and of dy, with
// n = (x - mean) / √(variance + ε). Parts and blocks of the rows as in column-moments.ts; the root is multiplied with at the end.
//
// With RELU or RELU6 in flags an activation came after the normalization. Where it was shut dy counts as 0: what it was given is made
// once more, from x as in column-norm.ts and to the same bits, which is less to read than its result.
import { columnFactors } from "./column-norm";
import { loadFloats, storeFloats } from "./part";
import { madd, mask, RELU, RELU6, SCRATCH } from "./simd";
import { warm } from "./warm";

/** `count` rows of 16 columns, whose sums are added to those at `g` and `b`. */
// @ts-ignore: decorator
@inline
function strip(count: i32, row: usize, dy: usize, x: usize, mean: usize, g: usize, b: usize): void {
  const m0 = v128.load(mean), m1 = v128.load(mean, 16), m2 = v128.load(mean, 32), m3 = v128.load(mean, 48);
  let g0 = v128.load(g), g1 = v128.load(g, 16), g2 = v128.load(g, 32), g3 = v128.load(g, 48);
  let b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
  for (let i = count; i > 0; i--, dy += row, x += row) {
    const d0 = v128.load(dy), d1 = v128.load(dy, 16), d2 = v128.load(dy, 32), d3 = v128.load(dy, 48);
    g0 = madd(d0, f32x4.sub(v128.load(x), m0), g0); b0 = f32x4.add(b0, d0);
    g1 = madd(d1, f32x4.sub(v128.load(x, 16), m1), g1); b1 = f32x4.add(b1, d1);
    g2 = madd(d2, f32x4.sub(v128.load(x, 32), m2), g2); b2 = f32x4.add(b2, d2);
    g3 = madd(d3, f32x4.sub(v128.load(x, 48), m3), g3); b3 = f32x4.add(b3, d3);
  }
  v128.store(g, g0); v128.store(g, g1, 16); v128.store(g, g2, 32); v128.store(g, g3, 48);
  v128.store(b, b0); v128.store(b, b1, 16); v128.store(b, b2, 32); v128.store(b, b3, 48);
}

/** `count` rows of 8 columns behind an activation, whose sums are added to those at `g` and `b`. */
// @ts-ignore: decorator
@inline
function gatedStrip(count: i32, row: usize, dy: usize, x: usize, mean: usize, slopes: usize, beta: usize, flags: i32, g: usize, b: usize): void {
  const m0 = v128.load(mean), m1 = v128.load(mean, 16), f0 = v128.load(slopes), f1 = v128.load(slopes, 16);
  let shift0 = f32x4.splat(0), shift1 = shift0;
  if (beta) { shift0 = v128.load(beta); shift1 = v128.load(beta, 16); }
  let g0 = v128.load(g), g1 = v128.load(g, 16), b0 = v128.load(b), b1 = v128.load(b, 16);
  for (let i = count; i > 0; i--, dy += row, x += row) {
    const n0 = f32x4.sub(v128.load(x), m0), n1 = f32x4.sub(v128.load(x, 16), m1);
    const d0 = mask(v128.load(dy), madd(n0, f0, shift0), flags), d1 = mask(v128.load(dy, 16), madd(n1, f1, shift1), flags);
    g0 = madd(d0, n0, g0); b0 = f32x4.add(b0, d0);
    g1 = madd(d1, n1, g1); b1 = f32x4.add(b1, d1);
  }
  v128.store(g, g0); v128.store(g, g1, 16);
  v128.store(b, b0); v128.store(b, b1, 16);
}

/** Parts from..to of the sums `[parts, columns]`; gamma and beta, which flags alone need, may be 0. Scratch: two rows. Units: parts. */
export function columnNormSums(rows: i32, columns: i32, parts: i32, epsilon: f32, dy: usize, x: usize, mean: usize, variance: usize, gamma: usize, beta: usize,
  gammas: usize, betas: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, factors = scratch + SCRATCH, slopes = factors + row;
  columnFactors(columns, epsilon, variance, 0, factors);
  columnFactors(columns, epsilon, variance, gamma, slopes);
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const sumsG = gammas + <usize>part * row, sumsB = betas + <usize>part * row;
    memory.fill(sumsG, 0, row);
    memory.fill(sumsB, 0, row);
    for (let block = start; block < end; block += 64) {
      const count = min(64, end - block), base = <usize>block * row;
      warm(dy + base, <usize>count * row, scratch);
      warm(x + base, <usize>count * row, scratch);
      let j = 0;
      if (flags & (RELU | RELU6)) for (; j + 8 <= columns; j += 8) {
        const o = <usize>j << 2, p = base + o, shift = beta ? beta + o : 0;
        gatedStrip(count, row, dy + p, x + p, mean + o, slopes + o, shift, flags, sumsG + o, sumsB + o);
      } else for (; j + 16 <= columns; j += 16) {
        const o = <usize>j << 2, p = base + o;
        strip(count, row, dy + p, x + p, mean + o, sumsG + o, sumsB + o);
      }
      for (; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j, m = loadFloats(mean + o, left), f = loadFloats(slopes + o, left);
        const shift = beta ? loadFloats(beta + o, left) : f32x4.splat(0);
        let g = loadFloats(sumsG + o, left), b = loadFloats(sumsB + o, left), p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          const n = f32x4.sub(loadFloats(x + p, left), m), d = mask(loadFloats(dy + p, left), madd(n, f, shift), flags);
          g = madd(d, n, g); b = f32x4.add(b, d);
        }
        storeFloats(sumsG + o, g, left);
        storeFloats(sumsB + o, b, left);
      }
    }
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      storeFloats(sumsG + o, f32x4.mul(loadFloats(sumsG + o, left), loadFloats(factors + o, left)), left);
    }
  }
}
