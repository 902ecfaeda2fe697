// Products with one to three rows (predictions one at a time): packing B would cost as much as the product, so each row of A
// walks B where it is, 32 columns at a time, their sums in eight registers.
//
//   a: k numbers     b: k rows of n            c: one row of n
//   [. . . .]    x   [ 32 columns ][...]   =   [ 32 columns ][...]
import { BIAS, madd, put, putOne } from "./simd";

/** `c[n] = a b` for one row: number k of a is at `a + k * stepA`, row k of b at `b + k * stepB`; flags as in simd.ts. */
export function rowTimesMatrix(n: i32, k: i32, a: usize, stepA: usize, b: usize, stepB: usize, c: usize, bias: usize, flags: i32): void {
  let j = 0;
  for (; j + 32 <= n; j += 32) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    let p = a, q = b + (<usize>j << 2);
    for (let i = k; i > 0; i--, p += stepA, q += stepB) {
      const x = v128.load_splat<f32>(p);
      s0 = madd(x, v128.load(q), s0); s1 = madd(x, v128.load(q, 16), s1); s2 = madd(x, v128.load(q, 32), s2); s3 = madd(x, v128.load(q, 48), s3);
      s4 = madd(x, v128.load(q, 64), s4); s5 = madd(x, v128.load(q, 80), s5); s6 = madd(x, v128.load(q, 96), s6); s7 = madd(x, v128.load(q, 112), s7);
    }
    const o = <usize>j << 2;
    finish(c + o, s0, bias + o, flags); finish(c + o + 16, s1, bias + o + 16, flags); finish(c + o + 32, s2, bias + o + 32, flags);
    finish(c + o + 48, s3, bias + o + 48, flags); finish(c + o + 64, s4, bias + o + 64, flags); finish(c + o + 80, s5, bias + o + 80, flags);
    finish(c + o + 96, s6, bias + o + 96, flags); finish(c + o + 112, s7, bias + o + 112, flags);
  }
  for (; j + 4 <= n; j += 4) {
    let s = f32x4.splat(0), p = a, q = b + (<usize>j << 2);
    for (let i = k; i > 0; i--, p += stepA, q += stepB) s = madd(v128.load_splat<f32>(p), v128.load(q), s);
    finish(c + (<usize>j << 2), s, bias + (<usize>j << 2), flags);
  }
  for (; j < n; j++) {
    let s = f32x4.splat(0), p = a, q = b + (<usize>j << 2);
    for (let i = k; i > 0; i--, p += stepA, q += stepB) s = madd(v128.load32_zero(p), v128.load32_zero(q), s);
    putOne(c + (<usize>j << 2), f32x4.extract_lane(s, 0), bias + (<usize>j << 2), flags);
  }
}

// @ts-ignore: decorator
@inline
function finish(c: usize, v: v128, bias: usize, flags: i32): void {
  let b = f32x4.splat(0);
  if (flags & BIAS) b = v128.load(bias); // without it there may be nothing to read
  put(c, v, b, flags);
}
