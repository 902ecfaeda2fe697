// Images moved, turned, scaled, sheared or tilted: output pixel (x, y) is read at
//
//   u = (a0 x + a1 y + a2) / k,   v = (b0 x + b1 y + b2) / k,   k = c0 x + c1 y + 1
//
// of the input, at the nearest pixel or mixed of the four around. What a place beyond the ends reads, of four pixels:
//
//   CONSTANT   . . . 0 1 2 3 . . .     REFLECT   2 1 0 0 1 2 3 3 2 1
//   NEAREST    0 0 0 0 1 2 3 3 3 3     WRAP      1 2 3 0 1 2 3 0 1 2
//
// All is float32, in TensorFlow's order.

// @ts-ignore: decorator
@inline export const REFLECT: i32 = 1;
// @ts-ignore: decorator
@inline export const WRAP: i32 = 2;
// @ts-ignore: decorator
@inline export const NEAREST: i32 = 3;

/** A place along an axis, brought into it. What is no number stays so. */
export function fold(place: f32, size: i32, mode: i32): f32 {
  const length = <f32>size, last: f32 = length - 1;
  if (mode == REFLECT || mode == WRAP) {
    if (size == 1) return 0;
    const period: f32 = 2 * length;
    if (place < 0) {
      if (mode == REFLECT) {
        place += period * floor<f32>(-place / period);
        place = place < -length ? place + period : -place - 1;
      } else place += length * (floor<f32>(-place / last) + 1);
    } else if (place > last) {
      if (mode == REFLECT) {
        place -= period * floor<f32>(place / period);
        if (place >= length) place = period - place - 1;
      } else place -= length * floor<f32>(place / last);
    }
  }
  return max<f32>(0, min<f32>(last, place));
}

/** The nearest whole number; of two, the one farther from 0. */
// @ts-ignore: decorator
@inline
export function rounded(place: f32): f32 {
  const size = abs<f32>(place), whole = floor<f32>(size);
  return copysign<f32>(size - whole >= 0.5 ? whole + 1 : whole, place);
}

/** Address of the pixel in row v and column u; 0 where there is none. */
// @ts-ignore: decorator
@inline
export function pixelAt(image: usize, u: f32, v: f32, w: i32, h: i32, pixel: usize): usize {
  if (!(u >= 0 && v >= 0 && u <= <f32>(w - 1) && v <= <f32>(h - 1))) return 0;
  return image + (<usize><i32>v * <usize>w + <usize><i32>u) * pixel;
}

// @ts-ignore: decorator
@inline
function four(p: usize, i: usize, value: f32): v128 {
  return p ? v128.load(p + i) : f32x4.splat(value);
}

// @ts-ignore: decorator
@inline
function one(p: usize, i: usize, value: f32): f32 {
  return p ? load<f32>(p + i) : value;
}

/** Mixes four pixels with the weights of columns and rows; those at address 0 are `value`. */
// @ts-ignore: decorator
@inline
function mix(a: usize, b: usize, c: usize, d: usize, y: usize, bytes: usize, left: f32, right: f32, upper: f32, lower: f32, value: f32): void {
  const l = f32x4.splat(left), r = f32x4.splat(right), up = f32x4.splat(upper), low = f32x4.splat(lower);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const top = f32x4.add(f32x4.mul(l, four(a, i, value)), f32x4.mul(r, four(b, i, value)));
    const bottom = f32x4.add(f32x4.mul(l, four(c, i, value)), f32x4.mul(r, four(d, i, value)));
    v128.store(y + i, f32x4.add(f32x4.mul(up, top), f32x4.mul(low, bottom)));
  }
  for (; i < bytes; i += 4) {
    const top: f32 = left * one(a, i, value) + right * one(b, i, value);
    const bottom: f32 = left * one(c, i, value) + right * one(d, i, value);
    store<f32>(y + i, upper * top + lower * bottom);
  }
}

/** The same where a pixel may be missing: few are. */
function mixAtEdge(image: usize, u: f32, v: f32, w: i32, h: i32, y: usize, bytes: usize, value: f32): void {
  const left = floor<f32>(u), upper = floor<f32>(v), right: f32 = left + 1, lower: f32 = upper + 1;
  const a = pixelAt(image, left, upper, w, h, bytes), b = pixelAt(image, right, upper, w, h, bytes);
  const c = pixelAt(image, left, lower, w, h, bytes), d = pixelAt(image, right, lower, w, h, bytes);
  mix(a, b, c, d, y, bytes, right - u, u - left, lower - v, v - upper, value);
}

/**
 * Rows from..to of `y[oh, ow, c]`, of all images, from `x[h, w, c]`. An image goes by the eight numbers `a0 a1 a2 b0 b1 b2 c0 c1`
 * that lie `step` numbers after those of the one before. Units: rows of y.
 */
export function transform(h: i32, w: i32, c: i32, oh: i32, ow: i32, nearest: i32, mode: i32, step: i32, value: f32, x: usize, transforms: usize, y: usize,
  from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, wide = <usize>w * pixel, lastColumn = <f32>(w - 1), lastRow = <f32>(h - 1);
  let target = y + <usize>from * <usize>ow * pixel;
  for (let r = from; r < to; r++) {
    const n = r / oh, row = <f32>(r - n * oh), image = x + <usize>(n * h * w) * pixel, t = transforms + (<usize>(n * step) << 2);
    const a0 = load<f32>(t), a1: f32 = load<f32>(t, 4) * row, a2 = load<f32>(t, 8);
    const b0 = load<f32>(t, 12), b1: f32 = load<f32>(t, 16) * row, b2 = load<f32>(t, 20);
    const c0 = load<f32>(t, 24), c1: f32 = load<f32>(t, 28) * row;
    for (let q = 0; q < ow; q++, target += pixel) {
      const column = <f32>q, k: f32 = c0 * column + c1 + 1;
      let u: f32 = a0 * column + a1 + a2, v: f32 = b0 * column + b1 + b2;
      if (k != 1) { u /= k; v /= k; }
      if (mode) { u = fold(u, w, mode); v = fold(v, h, mode); }
      if (nearest || k == 0) {
        const p = k == 0 ? 0 : pixelAt(image, rounded(u), rounded(v), w, h, pixel);
        for (let i: usize = 0; i < pixel; i += 4) store<f32>(target + i, one(p, i, value));
        continue;
      }
      const left = floor<f32>(u), upper = floor<f32>(v);
      if (left >= 0 && upper >= 0 && left < lastColumn && upper < lastRow) {
        const p = image + (<usize><i32>upper * <usize>w + <usize><i32>left) * pixel, under = p + wide;
        mix(p, p + pixel, under, under + pixel, target, pixel, left + 1 - u, u - left, upper + 1 - v, v - upper, value);
      } else mixAtEdge(image, u, v, w, h, target, pixel, value);
    }
  }
}
