// Gradients of moved images: each output pixel gives its gradient back to the pixels it was made of, by the weights it was made
// with, and says how it changes as the place changes that it was read at:
//
//   dy/du = (B - A) (1 - down) + (D - C) down      A B
//   dy/dv = (C - A) (1 - across) + (D - B) across  C D      u = (a0 x + a1 y + a2) / k    and so on, see transform.ts
import { fold, NEAREST, pixelAt, rounded, WRAP } from "./transform";

/** How a place in an axis changes with the one that was folded into it: 1, -1 where it was reflected, 0 where it is stuck at an end. */
function slopeOf(place: f32, size: i32, mode: i32): f32 {
  const length = <f32>size, last: f32 = length - 1, folded = fold(place, size, mode);
  if (place >= 0 && place <= last) return size == 1 && mode != NEAREST ? 0 : 1;
  if (mode == NEAREST || size == 1) return 0;
  if (mode == WRAP) return folded > 0 && folded < last ? 1 : 0;
  const period: f32 = 2 * length, turns = floor<f32>(abs<f32>(place) / period);
  const rest: f32 = place < 0 ? place + period * turns : place - period * turns;
  if (folded <= 0 || folded >= last) return 0;
  return place < 0 ? (rest < -length ? 1 : -1) : rest >= length ? -1 : 1;
}

/** Adds a share of an output pixel's gradient to the pixel at `p`, if there is one. */
// @ts-ignore: decorator
@inline
function give(p: usize, dy: usize, bytes: usize, weight: f32): void {
  if (!p) return;
  const weights = f32x4.splat(weight);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(p + i, f32x4.add(v128.load(p + i), f32x4.mul(v128.load(dy + i), weights)));
  for (; i < bytes; i += 4) store<f32>(p + i, load<f32>(p + i) + load<f32>(dy + i) * weight);
}

/** The sum of products of a pixel, or of the value that stands for it, and an output pixel's gradient. */
// @ts-ignore: decorator
@inline
function times(p: usize, dy: usize, bytes: usize, value: f32): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < bytes; i += 4) sum += <f64>(p ? load<f32>(p + i) : value) * <f64>load<f32>(dy + i);
  return sum;
}

/**
 * Images from..to of the gradients `dx[h, w, c]` and `dt[8]` by `dy[oh, ow, c]`, one of them: `dx` or `dt` is 0, and so may `x` be
 * with `dx`. Units: images.
 */
export function transformGradient(h: i32, w: i32, c: i32, oh: i32, ow: i32, nearest: i32, mode: i32, step: i32, value: f32, x: usize, transforms: usize,
  dy: usize, dx: usize, dt: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, size = <usize>(h * w) * pixel;
  let gradient = dy + <usize>(from * oh * ow) * pixel;
  if (dx) memory.fill(dx + <usize>from * size, 0, <usize>(to - from) * size);
  for (let n = from; n < to; n++) {
    const image = (dx ? dx : x) + <usize>n * size, t = transforms + (<usize>(n * step) << 2);
    let a0: f64 = 0, a1: f64 = 0, a2: f64 = 0, b0: f64 = 0, b1: f64 = 0, b2: f64 = 0, c0: f64 = 0, c1: f64 = 0;
    for (let r = 0; r < oh; r++) {
      for (let q = 0; q < ow; q++, gradient += pixel) {
        const column = <f32>q, row = <f32>r, k: f32 = load<f32>(t, 24) * column + load<f32>(t, 28) * row + 1;
        if (k == 0) continue;
        const u0: f32 = (load<f32>(t) * column + load<f32>(t, 4) * row + load<f32>(t, 8)) / k;
        const v0: f32 = (load<f32>(t, 12) * column + load<f32>(t, 16) * row + load<f32>(t, 20)) / k;
        const u = mode ? fold(u0, w, mode) : u0, v = mode ? fold(v0, h, mode) : v0;
        if (nearest) {
          give(pixelAt(image, rounded(u), rounded(v), w, h, pixel), gradient, pixel, 1);
          continue;
        }
        const left = floor<f32>(u), upper = floor<f32>(v), across: f32 = u - left, down: f32 = v - upper;
        const A = pixelAt(image, left, upper, w, h, pixel);
        let B = pixelAt(image, left + 1, upper, w, h, pixel), C = pixelAt(image, left, upper + 1, w, h, pixel);
        let D = pixelAt(image, left + 1, upper + 1, w, h, pixel);
        if (mode) { // the last pixels go on
          if (!D) D = C ? C : B ? B : A;
          if (!B) B = A;
          if (!C) C = A;
        }
        if (dx) {
          give(A, gradient, pixel, (1 - across) * (1 - down));
          give(B, gradient, pixel, across * (1 - down));
          give(C, gradient, pixel, (1 - across) * down);
          give(D, gradient, pixel, across * down);
          continue;
        }
        const a = times(A, gradient, pixel, value), b = times(B, gradient, pixel, value);
        const e = times(C, gradient, pixel, value), f = times(D, gradient, pixel, value);
        const du = ((b - a) * <f64>(1 - down) + (f - e) * <f64>down) * <f64>slope(u0, w, mode) / <f64>k;
        const dv = ((e - a) * <f64>(1 - across) + (f - b) * <f64>across) * <f64>slope(v0, h, mode) / <f64>k;
        const dk = -(du * <f64>u0 + dv * <f64>v0);
        a0 += du * column; a1 += du * row; a2 += du;
        b0 += dv * column; b1 += dv * row; b2 += dv;
        c0 += dk * column; c1 += dk * row;
      }
    }
    if (dx) continue;
    const p = dt + (<usize>n << 5);
    store<f32>(p, <f32>a0); store<f32>(p, <f32>a1, 4); store<f32>(p, <f32>a2, 8);
    store<f32>(p, <f32>b0, 12); store<f32>(p, <f32>b1, 16); store<f32>(p, <f32>b2, 20);
    store<f32>(p, <f32>c0, 24); store<f32>(p, <f32>c1, 28);
  }
}

// @ts-ignore: decorator
@inline
function slope(place: f32, size: i32, mode: i32): f32 {
  return mode ? slopeOf(place, size, mode) : 1;
}
