// Resizing of images: each output pixel is the nearest input pixel, or is mixed of the four around its place.
//
//          left   right
//   upper   a       b        top    = a + (b - a) across
//   lower   c       d        bottom = c + (d - c) across       y = top + (bottom - top) down
//
// Columns are alike in all rows, so their places are worked out once for a chunk:
//
//   scratch   (bytes to the left pixel, bytes to the right one, across) of each column
import { nearestIndex, placeOf, scaleOf } from "./resize-place";
import { SCRATCH } from "./simd";

/** A pixel of `bytes` bytes mixed of four. */
// @ts-ignore: decorator
@inline
function mix(a: usize, b: usize, c: usize, d: usize, y: usize, bytes: usize, across: f32, down: f32): void {
  const along = f32x4.splat(across), under = f32x4.splat(down);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) {
    const p = v128.load(a + i), q = v128.load(c + i);
    const top = f32x4.add(p, f32x4.mul(f32x4.sub(v128.load(b + i), p), along));
    const bottom = f32x4.add(q, f32x4.mul(f32x4.sub(v128.load(d + i), q), along));
    v128.store(y + i, f32x4.add(top, f32x4.mul(f32x4.sub(bottom, top), under)));
  }
  for (; i < bytes; i += 4) {
    const p = load<f32>(a + i), q = load<f32>(c + i);
    const top: f32 = p + (load<f32>(b + i) - p) * across, bottom: f32 = q + (load<f32>(d + i) - q) * across;
    store<f32>(y + i, top + (bottom - top) * down);
  }
}

/** Rows from..to of `y[oh, ow, c]`, of all images, from `x[h, w, c]`. `extra` scratch: 12 bytes a column. Units: rows of y. */
export function resize(h: i32, w: i32, c: i32, oh: i32, ow: i32, bilinear: i32, alignCorners: i32, halfPixels: i32, x: usize, y: usize,
  from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, table = scratch + SCRATCH, end = table + <usize>ow * 12;
  const scaleY = scaleOf(h, oh, alignCorners), scaleX = scaleOf(w, ow, alignCorners);
  for (let q = 0; q < ow; q++) {
    const p = table + <usize>q * 12;
    if (bilinear) {
      const place = placeOf(q, scaleX, halfPixels);
      const left = max(0, <i32>floor<f32>(place));
      store<u32>(p, <u32>left * <u32>pixel);
      store<u32>(p, <u32>min(w - 1, <i32>ceil<f32>(place)) * <u32>pixel, 4);
      store<f32>(p, place - <f32>left, 8);
    } else store<u32>(p, <u32>nearestIndex(q, scaleX, w, alignCorners, halfPixels) * <u32>pixel);
  }
  let target = y + <usize>from * <usize>ow * pixel;
  for (let r = from; r < to; r++) {
    const n = r / oh, image = x + <usize>n * <usize>h * row, at = r - n * oh;
    if (bilinear) {
      const place = placeOf(at, scaleY, halfPixels), above = max(0, <i32>floor<f32>(place)), down: f32 = place - <f32>above;
      const upper = image + <usize>above * row, lower = image + <usize>min(h - 1, <i32>ceil<f32>(place)) * row;
      for (let p = table; p < end; p += 12, target += pixel) {
        const left = <usize>load<u32>(p), right = <usize>load<u32>(p, 4);
        mix(upper + left, upper + right, lower + left, lower + right, target, pixel, load<f32>(p, 8), down);
      }
      continue;
    }
    const source = image + <usize>nearestIndex(at, scaleY, h, alignCorners, halfPixels) * row;
    for (let p = table; p < end; p += 12, target += pixel) {
      const from = source + <usize>load<u32>(p);
      let i: usize = 0;
      for (; i + 16 <= pixel; i += 16) v128.store(target + i, v128.load(from + i));
      for (; i < pixel; i += 4) store<u32>(target + i, load<u32>(from + i));
    }
  }
}
