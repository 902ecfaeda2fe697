// Mean and variance of columns from one reading of memory.
//
//   rows are cut in `parts` of about equal size, each with moments of its own: results do not depend on who does which part
//   +-16 columns-+----
//   | 64 rows,   |        a block of rows is read in its order into L1; there each of its columns is walked twice: for its mean, and
//   | downwards  |        for the squares of what it differs from that
//   +------------+----
//
// Blocks, and then parts, are joined as Chan, Golub and LeVeque do, (n, a, s) and (m, b, t) being counts, means and squares:
//
//   mean = a + m / (n + m) (b - a)        squares = s + t + n m / (n + m) (b - a)²
//
// All is computed of x - x[0]: means far from 0 would leave no digits for what differs from them.
import { loadFloats, storeFloats } from "./part";
import { madd } from "./simd";
import { warm } from "./warm";

/** The first row, what all is compared with; 0 where that is no number. */
// @ts-ignore: decorator
@inline
function origin(v: v128): v128 {
  return v128.and(v, f32x4.eq(f32x4.sub(v, v), f32x4.splat(0)));
}

/** Joins a block's `sum` and `squares` about its mean `m` to what is at `means` and `spreads`. */
// @ts-ignore: decorator
@inline
function join(means: usize, spreads: usize, m: v128, squares: v128, share: v128, weight: v128, isFirst: bool, left: i32): void {
  if (!isFirst) {
    const before = loadFloats(means, left), d = f32x4.sub(m, before);
    squares = f32x4.add(madd(f32x4.mul(d, d), weight, squares), loadFloats(spreads, left));
    const isFinite = f32x4.eq(f32x4.sub(d, d), f32x4.splat(0));
    m = v128.bitselect(madd(d, share, before), f32x4.add(before, m), isFinite); // an infinity stays what it is
  }
  storeFloats(means, m, left);
  storeFloats(spreads, squares, left);
}

/** Parts from..to of `moments`: of each part the means of `x - x[0]`, then the squares. Units: parts. */
export function columnMoments(rows: i32, columns: i32, parts: i32, x: usize, moments: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const means = moments + <usize>(2 * part) * row, spreads = means + row;
    for (let block = start; block < end; block += 64) {
      const count = min(64, end - block), before = <f32>(block - start), isFirst = block == start, base = x + <usize>block * row;
      const inverse = f32x4.splat(1 / <f32>count), share = f32x4.splat(<f32>count / (before + <f32>count)), weight = f32x4.mul(share, f32x4.splat(before));
      warm(base, <usize>count * row, scratch);
      let j = 0;
      for (; j + 16 <= columns; j += 16) {
        const o = <usize>j << 2, k = x + o;
        const k0 = origin(v128.load(k)), k1 = origin(v128.load(k, 16)), k2 = origin(v128.load(k, 32)), k3 = origin(v128.load(k, 48));
        let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          s0 = f32x4.add(s0, f32x4.sub(v128.load(p), k0)); s1 = f32x4.add(s1, f32x4.sub(v128.load(p, 16), k1));
          s2 = f32x4.add(s2, f32x4.sub(v128.load(p, 32), k2)); s3 = f32x4.add(s3, f32x4.sub(v128.load(p, 48), k3));
        }
        const m0 = f32x4.mul(s0, inverse), m1 = f32x4.mul(s1, inverse), m2 = f32x4.mul(s2, inverse), m3 = f32x4.mul(s3, inverse);
        s0 = f32x4.splat(0); s1 = s0; s2 = s0; s3 = s0; p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          const d0 = f32x4.sub(f32x4.sub(v128.load(p), k0), m0), d1 = f32x4.sub(f32x4.sub(v128.load(p, 16), k1), m1);
          s0 = madd(d0, d0, s0); s1 = madd(d1, d1, s1);
          const d2 = f32x4.sub(f32x4.sub(v128.load(p, 32), k2), m2), d3 = f32x4.sub(f32x4.sub(v128.load(p, 48), k3), m3);
          s2 = madd(d2, d2, s2); s3 = madd(d3, d3, s3);
        }
        const m = means + o, s = spreads + o;
        join(m, s, m0, s0, share, weight, isFirst, 4); join(m + 16, s + 16, m1, s1, share, weight, isFirst, 4);
        join(m + 32, s + 32, m2, s2, share, weight, isFirst, 4); join(m + 48, s + 48, m3, s3, share, weight, isFirst, 4);
      }
      for (; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j, k = origin(loadFloats(x + o, left));
        let s = f32x4.splat(0), p = base + o;
        for (let i = count; i > 0; i--, p += row) s = f32x4.add(s, f32x4.sub(loadFloats(p, left), k));
        const m = f32x4.mul(s, inverse);
        s = f32x4.splat(0); p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          const d = f32x4.sub(f32x4.sub(loadFloats(p, left), k), m);
          s = madd(d, d, s);
        }
        join(means + o, spreads + o, m, s, share, weight, isFirst, left);
      }
    }
  }
}
