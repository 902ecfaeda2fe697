// Gradient of a depthwise convolution's filter, tap by tap: the sum over images and pixels of x[pixel + tap, c] * dy[pixel, c, q].
//
//   +---+---+---+
//   |   |   |   |   Three taps of a row for 8 channels are six sums in registers (one filter a channel) while the pixels of an
//   +---+---+---+   output row pass that have all three in the image; the others' products are added in memory.
//
// Filters of 3 x 3 taps without strides are left to depthwise-filter-three.ts, but for the first and last columns.
//
// A row of an image serves all taps and channels before the next one is read. Images are cut in `parts` parts with sums of
// their own, which sumRows adds in order.
import { threeColumns } from "./depthwise-filter-three";
import { isThree } from "./depthwise-three";
import { madd } from "./simd";
import { warm } from "./warm";
import { endTap, firstTap } from "./window";

/** Adds the products of `count` pixels to `sums`: three taps for four or eight channels. */
// @ts-ignore: decorator
@inline
function threeTaps(wide: bool, count: i32, pixel: usize, step: usize, along: usize, x: usize, g: usize, sums: usize): void {
  let s0 = v128.load(sums), s1 = v128.load(sums + pixel), s2 = v128.load(sums + 2 * pixel);
  let t0 = s0, t1 = s1, t2 = s2;
  if (wide) { t0 = v128.load(sums, 16); t1 = v128.load(sums + pixel, 16); t2 = v128.load(sums + 2 * pixel, 16); }
  const two = 2 * along;
  for (let q = count; q > 0; q--, x += step, g += pixel) {
    const u = v128.load(g);
    s0 = madd(v128.load(x), u, s0); s1 = madd(v128.load(x + along), u, s1); s2 = madd(v128.load(x + two), u, s2);
    if (wide) {
      const v = v128.load(g, 16);
      t0 = madd(v128.load(x, 16), v, t0); t1 = madd(v128.load(x + along, 16), v, t1); t2 = madd(v128.load(x + two, 16), v, t2);
    }
  }
  v128.store(sums, s0); v128.store(sums + pixel, s1); v128.store(sums + 2 * pixel, s2);
  if (wide) { v128.store(sums, t0, 16); v128.store(sums + pixel, t1, 16); v128.store(sums + 2 * pixel, t2, 16); }
}

/** Adds the products of `count` pixels with one tap, from channel byte `i` on. */
function oneTap(c: i32, multiplier: i32, count: i32, step: usize, x: usize, g: usize, sums: usize, start: usize): void {
  const pixel = <usize>c << 2, outPixel = pixel * <usize>multiplier;
  for (let q = 0; q < count; q++, x += step, g += outPixel) {
    let i = start;
    if (multiplier == 1) {
      for (; i + 16 <= pixel; i += 16) v128.store(sums + i, madd(v128.load(x + i), v128.load(g + i), v128.load(sums + i)));
    }
    for (; i < pixel; i += 4) {
      const value = load<f32>(x + i), at = i * <usize>multiplier;
      for (let m: usize = 0; m < <usize>multiplier << 2; m += 4) {
        store<f32>(sums + at + m, load<f32>(sums + at + m) + value * load<f32>(g + at + m));
      }
    }
  }
}

/** Parts from..to of `sums[parts, kh, kw, c, multiplier]`. Units: parts. */
export function depthwiseFilterGradient(batch: i32, h: i32, w: i32, c: i32, multiplier: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32,
  oh: i32, ow: i32, sh: i32, sw: i32, parts: i32, x: usize, dy: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, outPixel = pixel * <usize>multiplier, step = <usize>sw * pixel;
  const size = <usize>(kh * kw) * outPixel, along = <usize>dw * pixel, quads = multiplier == 1 ? pixel & ~15 : 0;
  // columns t0..t1 meet three gradients of a row
  const t0 = 2 - left, t1 = min(w, ow - left), three = isThree(w, c, multiplier, left, kh, kw, dw, ow, sw) && t1 > t0;
  for (let part = from; part < to; part++) {
    const target = sums + <usize>part * size;
    memory.fill(target, 0, size);
    const first = <i32>(<i64>batch * oh * part / parts), last = <i32>(<i64>batch * oh * (part + 1) / parts);
    for (let unit = first; unit < last; unit++) {
      const n = unit / oh, y0 = unit % oh * sh - top, a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h);
      const gradient = dy + <usize>(unit * ow) * outPixel;
      warm(gradient, <usize>ow * outPixel, scratch);
      if (a1 > a0) warm(x + <usize>(n * h + y0 + (a1 - 1) * dh) * row, row, scratch);
      if (three && a1 - a0 >= 2) {
        const line = x + <usize>(n * h + y0 + a0 * dh) * row, taps = target + <usize>(a0 * 3) * pixel;
        threeColumns(a1 - a0, t1 - t0, pixel, <usize>dh * row, line + <usize>t0 * pixel, gradient, taps);
        for (let a = 0; a < a1 - a0; a++) {
          for (let b = 0; b < 3; b++) {
            const source = line + <usize>(a * dh) * row, tap = taps + <usize>(a * 3 + b) * pixel;
            const before = max(0, b - left), behind = min(w, ow + b - left);
            oneTap(c, 1, t0 - before, pixel, source + <usize>before * pixel, gradient + <usize>(before + left - b) * pixel, tap, 0);
            oneTap(c, 1, behind - t1, pixel, source + <usize>t1 * pixel, gradient + <usize>(t1 + left - b) * pixel, tap, 0);
          }
        }
        continue;
      }
      for (let a = a0; a < a1; a++) {
        const line = x + <usize>(n * h + y0 + a * dh) * row;
        for (let b = 0; b < kw;) {
          const x0 = b * dw - left, tap = target + <usize>(a * kw + b) * outPixel;
          const q0 = firstTap(x0, sw), q1 = max(q0, endTap(x0, sw, ow, w));
          if (b + 3 > kw || quads == 0) {
            oneTap(c, multiplier, q1 - q0, step, line + <usize>(x0 + q0 * sw) * pixel, gradient + <usize>q0 * outPixel, tap, 0);
            b++;
            continue;
          }
          // pixels r0..r1 have all three taps in the image
          const r0 = min(q1, q0), r1 = max(r0, min(q1, endTap(x0 + 2 * dw, sw, ow, w)));
          for (let t = 0; t < 3; t++) {
            const xt = x0 + t * dw, p0 = firstTap(xt, sw), p1 = max(p0, endTap(xt, sw, ow, w)), at = tap + <usize>t * outPixel;
            // what is before r0 and behind r1, and in between the channels that do not fill a vector
            const end0 = min(p1, r0), start1 = max(p0, r1);
            oneTap(c, 1, end0 - p0, step, line + <usize>(xt + p0 * sw) * pixel, gradient + <usize>p0 * outPixel, at, 0);
            oneTap(c, 1, p1 - start1, step, line + <usize>(xt + start1 * sw) * pixel, gradient + <usize>start1 * outPixel, at, 0);
            if (quads < pixel) oneTap(c, 1, r1 - r0, step, line + <usize>(xt + r0 * sw) * pixel, gradient + <usize>r0 * outPixel, at, quads);
          }
          const p = line + <usize>(x0 + r0 * sw) * pixel, g = gradient + <usize>r0 * outPixel;
          let i: usize = 0;
          for (; i + 32 <= quads; i += 32) threeTaps(true, r1 - r0, pixel, step, along, p + i, g + i, tap + i);
          if (i < quads) threeTaps(false, r1 - r0, pixel, step, along, p + i, g + i, tap + i);
          b += 3;
        }
      }
    }
  }
}
