// The gradient of a depthwise filter of 3 x 3 taps side by side, without strides: all nine sums of four channels in registers.
//
//   column t of the image meets     g2 = dy[t + left - 2], g1, g0 = dy[t + left]: the next column moves them on, so that one
//   three gradients                 gradient and a column of x are loaded for nine products
import { madd } from "./simd";

/** Adds the products of `count` columns from `x` on to the sums of four channels; `g` is the gradient two before the first column's own. */
// @ts-ignore: decorator
@inline
function columns(rows: i32, count: i32, pixel: usize, down: usize, x: usize, g: usize, sums: usize): void {
  const next = 3 * pixel, t = sums + next, u = t + next;
  let s00 = v128.load(sums), s01 = v128.load(sums + pixel), s02 = v128.load(sums + 2 * pixel);
  let s10 = v128.load(t), s11 = v128.load(t + pixel), s12 = v128.load(t + 2 * pixel);
  let s20 = f32x4.splat(0), s21 = s20, s22 = s20;
  if (rows == 3) { s20 = v128.load(u); s21 = v128.load(u + pixel); s22 = v128.load(u + 2 * pixel); }
  let g2 = v128.load(g), g1 = v128.load(g + pixel), p = x, q = x + down, r = x + 2 * down, o = g + 2 * pixel;
  for (let i = count; i > 0; i--, p += pixel, q += pixel, r += pixel, o += pixel) {
    const g0 = v128.load(o);
    let v = v128.load(p);
    s00 = madd(v, g0, s00); s01 = madd(v, g1, s01); s02 = madd(v, g2, s02);
    v = v128.load(q);
    s10 = madd(v, g0, s10); s11 = madd(v, g1, s11); s12 = madd(v, g2, s12);
    if (rows == 3) {
      v = v128.load(r);
      s20 = madd(v, g0, s20); s21 = madd(v, g1, s21); s22 = madd(v, g2, s22);
    }
    g2 = g1; g1 = g0;
  }
  v128.store(sums, s00); v128.store(sums + pixel, s01); v128.store(sums + 2 * pixel, s02);
  v128.store(t, s10); v128.store(t + pixel, s11); v128.store(t + 2 * pixel, s12);
  if (rows == 3) { v128.store(u, s20); v128.store(u + pixel, s21); v128.store(u + 2 * pixel, s22); }
}

/** Columns that are done before the next channels are: what they read stays in L1. */
const RUN: i32 = 16;

/** Adds to `sums` the products of `count` columns, each of which meets three gradients, of `rows` (2 or 3) rows of the image. */
export function threeColumns(rows: i32, count: i32, pixel: usize, down: usize, x: usize, g: usize, sums: usize): void {
  for (let first = 0; first < count; first += RUN) {
    const some = min(RUN, count - first), at = <usize>first * pixel;
    for (let i: usize = 0; i < pixel; i += 16) {
      if (rows == 3) columns(3, some, pixel, down, x + at + i, g + at + i, sums + i);
      else columns(2, some, pixel, down, x + at + i, g + at + i, sums + i);
    }
  }
}
