// Depthwise convolution with 3 x 3 taps side by side and outputs side by side, the usual one: a row of outputs, four channels at
// a time, column by column of the image, with the nine weights in registers.
//
//   column t       gives its three products with   f0     to output t     of which A waits for one more column, B for two
//   +---+---+---+  each column of the filter:      f1     to output t - 1
//   |   | x |   |                                  f2     to output t - 2, which is complete
//   +---+---+---+  so that a value is loaded once and not three times.
import { BIAS, madd, put } from "./simd";
import { warm } from "./warm";

/** Outputs that are done before the next channels are: what they read stays in L1. */
const RUN: i32 = 16;

/** The sum of the products of one column of the image with one of the filter. */
// @ts-ignore: decorator
@inline
function column(rows: i32, x0: v128, x1: v128, x2: v128, f0: v128, f1: v128, f2: v128): v128 {
  let sum = madd(x1, f1, f32x4.mul(x0, f0));
  if (rows == 3) sum = madd(x2, f2, sum);
  return sum;
}

/** `count` outputs for four channels. The image has the column left of the first tap, and right of the last, if so it is said. */
// @ts-ignore: decorator
@inline
function run(rows: i32, count: i32, pixel: usize, down: usize, x: usize, hasLeft: bool, hasRight: bool, filter: usize, y: usize,
  bias: v128, flags: i32): void {
  const next = 3 * pixel, zero = f32x4.splat(0), g = filter + next, h = g + next;
  const f00 = v128.load(filter), f01 = v128.load(filter + pixel), f02 = v128.load(filter + 2 * pixel);
  const f10 = v128.load(g), f11 = v128.load(g + pixel), f12 = v128.load(g + 2 * pixel);
  let f20 = zero, f21 = zero, f22 = zero;
  if (rows == 3) { f20 = v128.load(h); f21 = v128.load(h + pixel); f22 = v128.load(h + 2 * pixel); }
  let p = x, q = x + down, r = x + 2 * down;
  let b = zero, x2 = zero;
  if (hasLeft) b = column(rows, v128.load(p), v128.load(q), rows == 3 ? v128.load(r) : zero, f00, f10, f20);
  p += pixel; q += pixel; r += pixel;
  let x0 = v128.load(p), x1 = v128.load(q);
  if (rows == 3) x2 = v128.load(r);
  let a = f32x4.add(b, column(rows, x0, x1, x2, f01, f11, f21));
  b = column(rows, x0, x1, x2, f00, f10, f20);
  for (let i = count; i > 1; i--, y += pixel) {
    p += pixel; q += pixel; r += pixel;
    x0 = v128.load(p); x1 = v128.load(q);
    if (rows == 3) x2 = v128.load(r);
    put(y, f32x4.add(a, column(rows, x0, x1, x2, f02, f12, f22)), bias, flags);
    a = f32x4.add(b, column(rows, x0, x1, x2, f01, f11, f21));
    b = column(rows, x0, x1, x2, f00, f10, f20);
  }
  if (hasRight) {
    x0 = v128.load(p + pixel); x1 = v128.load(q + pixel);
    if (rows == 3) x2 = v128.load(r + pixel);
    a = f32x4.add(a, column(rows, x0, x1, x2, f02, f12, f22));
  }
  put(y, a, bias, flags);
}

/** Whether rows of `ow` outputs for `w` pixels, of which `left` are missing, can be computed here. */
export function isThree(w: i32, c: i32, multiplier: i32, left: i32, kh: i32, kw: i32, dw: i32, ow: i32, sw: i32): bool {
  return kh == 3 && kw == 3 && sw == 1 && dw == 1 && multiplier == 1 && !(c & 3) && left >= 0 && left <= 1 && ow - left < w;
}

/** A row of outputs at y, whose first of `rows` (2 or 3) taps is `left` pixels before x and at `filter`. */
export function threeRow(rows: i32, w: i32, pixel: usize, left: i32, down: usize, ow: i32, x: usize, filter: usize, y: usize, bias: usize, flags: i32, scratch: usize): void {
  warm(x + <usize>(rows - 1) * down, <usize>w * pixel, scratch);
  for (let first = 0; first < ow; first += RUN) {
    const count = min(RUN, ow - first), from = first - left, hasLeft = from >= 0, hasRight = from + count + 1 < w;
    const p = x + <usize>from * pixel, q = y + <usize>first * pixel;
    for (let i: usize = 0; i < pixel; i += 16) {
      const b = flags & BIAS ? v128.load(bias + i) : f32x4.splat(0);
      if (rows == 3 && !flags) run(3, count, pixel, down, p + i, hasLeft, hasRight, filter + i, q + i, b, 0);
      else if (rows == 3) run(3, count, pixel, down, p + i, hasLeft, hasRight, filter + i, q + i, b, flags);
      else run(2, count, pixel, down, p + i, hasLeft, hasRight, filter + i, q + i, b, flags);
    }
  }
}
