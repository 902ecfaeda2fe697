// Depthwise convolution: each channel by filters of its own. With one filter a channel the lanes are channels:
//
//   an output row                    inside: all taps are in the image
//   +------+----------------+------+ four pixels share the loads of the filter; 8 channels of each are 8 sums in registers
//   | edge | 4 | 4 | 4 | .. | edge |
//   +------+----------------+------+ edge: pixel by pixel with the taps that are in the image, 16 channels at a time
//
// Rows of 3 x 3 taps without strides are left to depthwise-three.ts.
//
// The taps above and below the image are the same for a whole row. Channels that do not fill a vector are computed with their
// neighbours (the reads go on past them, at the end into the allocator's own bytes) and stored one by one.
import { isThree, threeRow } from "./depthwise-three";
import { BIAS, madd, put, putOne } from "./simd";
import { endTap, firstTap } from "./window";

/** Stores the first `count` lanes, with the flags. */
function putLanes(y: usize, v: v128, count: usize, bias: usize, flags: i32, scratch: usize): void {
  v128.store(scratch, v);
  for (let o: usize = 0; o < count << 2; o += 4) putOne(y + o, load<f32>(scratch + o), bias + o, flags);
}

/** Four pixels whose taps are all there: `x` is the first tap of the first, `step` bytes from one pixel's tap to the next's. */
function fourPixels(pixel: usize, step: usize, rows: i32, kw: i32, down: usize, along: usize, x: usize, filter: usize, y: usize,
  bias: usize, flags: i32, scratch: usize): void {
  const x1 = step, x2 = 2 * step, x3 = 3 * step;
  let i: usize = 0;
  for (; i + 32 <= pixel; i += 32) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
    let f = filter + i, line = x + i;
    for (let a = 0; a < rows; a++, line += down) {
      let p = line;
      for (let b = 0; b < kw; b++, p += along, f += pixel) {
        const w = v128.load(f), u = v128.load(f, 16);
        s0 = madd(v128.load(p), w, s0); t0 = madd(v128.load(p, 16), u, t0);
        s1 = madd(v128.load(p + x1), w, s1); t1 = madd(v128.load(p + x1, 16), u, t1);
        s2 = madd(v128.load(p + x2), w, s2); t2 = madd(v128.load(p + x2, 16), u, t2);
        s3 = madd(v128.load(p + x3), w, s3); t3 = madd(v128.load(p + x3, 16), u, t3);
      }
    }
    const to = y + i;
    const b0 = flags & BIAS ? v128.load(bias + i) : f32x4.splat(0), b1 = flags & BIAS ? v128.load(bias + i, 16) : b0;
    put(to, s0, b0, flags); put(to + 16, t0, b1, flags);
    put(to + pixel, s1, b0, flags); put(to + pixel + 16, t1, b1, flags);
    put(to + 2 * pixel, s2, b0, flags); put(to + 2 * pixel + 16, t2, b1, flags);
    put(to + 3 * pixel, s3, b0, flags); put(to + 3 * pixel + 16, t3, b1, flags);
  }
  for (; i < pixel; i += 16) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let f = filter + i, line = x + i;
    for (let a = 0; a < rows; a++, line += down) {
      let p = line;
      for (let b = 0; b < kw; b++, p += along, f += pixel) {
        const w = v128.load(f);
        s0 = madd(v128.load(p), w, s0); s1 = madd(v128.load(p + x1), w, s1);
        s2 = madd(v128.load(p + x2), w, s2); s3 = madd(v128.load(p + x3), w, s3);
      }
    }
    const to = y + i, left = (pixel - i) >> 2;
    if (left >= 4) {
      const b0 = flags & BIAS ? v128.load(bias + i) : f32x4.splat(0);
      put(to, s0, b0, flags); put(to + pixel, s1, b0, flags); put(to + 2 * pixel, s2, b0, flags); put(to + 3 * pixel, s3, b0, flags);
    } else {
      putLanes(to, s0, left, bias + i, flags, scratch); putLanes(to + pixel, s1, left, bias + i, flags, scratch);
      putLanes(to + 2 * pixel, s2, left, bias + i, flags, scratch); putLanes(to + 3 * pixel, s3, left, bias + i, flags, scratch);
    }
  }
}

/** One pixel with `rows x columns` taps, the first at `x` and `filter`; rows of the filter are `kw` taps apart. */
function onePixel(pixel: usize, rows: i32, columns: i32, kw: i32, down: usize, along: usize, x: usize, filter: usize, y: usize,
  bias: usize, flags: i32, scratch: usize): void {
  const next = <usize>kw * pixel;
  let i: usize = 0;
  for (; i + 64 <= pixel; i += 64) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (let a = 0; a < rows; a++) {
      let p = x + i + <usize>a * down, f = filter + i + <usize>a * next;
      for (let b = 0; b < columns; b++, p += along, f += pixel) {
        s0 = madd(v128.load(p), v128.load(f), s0); s1 = madd(v128.load(p, 16), v128.load(f, 16), s1);
        s2 = madd(v128.load(p, 32), v128.load(f, 32), s2); s3 = madd(v128.load(p, 48), v128.load(f, 48), s3);
      }
    }
    const to = y + i, from = bias + i, zero = f32x4.splat(0);
    put(to, s0, flags & BIAS ? v128.load(from) : zero, flags); put(to + 16, s1, flags & BIAS ? v128.load(from, 16) : zero, flags);
    put(to + 32, s2, flags & BIAS ? v128.load(from, 32) : zero, flags); put(to + 48, s3, flags & BIAS ? v128.load(from, 48) : zero, flags);
  }
  for (; i < pixel; i += 16) {
    let s = f32x4.splat(0);
    for (let a = 0; a < rows; a++) {
      let p = x + i + <usize>a * down, f = filter + i + <usize>a * next;
      for (let b = 0; b < columns; b++, p += along, f += pixel) s = madd(v128.load(p), v128.load(f), s);
    }
    if (i + 16 <= pixel) put(y + i, s, flags & BIAS ? v128.load(bias + i) : f32x4.splat(0), flags);
    else putLanes(y + i, s, (pixel - i) >> 2, bias + i, flags, scratch);
  }
}

/** One pixel of several filters a channel: four filters of a channel are the lanes, or, if they are not a multiple, one. */
function multiplied(c: i32, multiplier: i32, rows: i32, columns: i32, kw: i32, down: usize, along: usize, x: usize, filter: usize, y: usize,
  bias: usize, flags: i32): void {
  const tap = <usize>(c * multiplier) << 2, next = <usize>kw * tap, wide = !(multiplier & 3);
  for (let ci = 0; ci < c; ci++, x += 4) {
    for (let q = 0; q < multiplier; q += wide ? 4 : 1) {
      const at = <usize>(ci * multiplier + q) << 2;
      let sum: f32 = 0, sums = f32x4.splat(0);
      for (let a = 0; a < rows; a++) {
        let p = x + <usize>a * down, f = filter + at + <usize>a * next;
        for (let b = 0; b < columns; b++, p += along, f += tap) {
          if (wide) sums = madd(v128.load_splat<f32>(p), v128.load(f), sums);
          else sum += load<f32>(p) * load<f32>(f);
        }
      }
      if (wide) put(y + at, sums, flags & BIAS ? v128.load(bias + at) : f32x4.splat(0), flags);
      else putOne(y + at, sum, bias + at, flags);
    }
  }
}

/**
 * Rows from..to, of all images, of `y[oh, ow, c * multiplier]` for `x[h, w, c]` and `filter[kh, kw, c, multiplier]`, with the
 * flags of simd.ts. Units: rows of y.
 */
export function depthwise(h: i32, w: i32, c: i32, multiplier: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32,
  oh: i32, ow: i32, sh: i32, sw: i32, x: usize, filter: usize, y: usize, bias: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, outPixel = pixel * <usize>multiplier, row = <usize>w * pixel;
  const down = <usize>dh * row, along = <usize>dw * pixel, step = <usize>sw * pixel;
  // the pixels q with q * sw - left >= 0 and q * sw - left + (kw - 1) * dw < w
  const begin = multiplier == 1 ? min(ow, (max(0, left) + sw - 1) / sw) : ow;
  const room = w - 1 - (kw - 1) * dw + left, end = room < 0 ? begin : max(begin, min(ow, room / sw + 1));
  const three = isThree(w, c, multiplier, left, kh, kw, dw, ow, sw);
  for (let unit = from; unit < to; unit++) {
    const n = unit / oh, y0 = unit % oh * sh - top, a0 = firstTap(y0, dh), rows = max(0, endTap(y0, dh, kh, h) - a0);
    const image = x + <usize>(n * h + y0 + a0 * dh) * row, weights = filter + <usize>(a0 * kw) * outPixel;
    let out = y + <usize>(unit * ow) * outPixel;
    if (three && rows >= 2) { threeRow(rows, w, pixel, left, down, ow, image, weights, out, bias, flags, scratch); continue; }
    for (let q = 0; q < ow;) {
      const x0 = q * sw - left;
      if (q >= begin && q + 4 <= end) {
        fourPixels(pixel, step, rows, kw, down, along, image + <usize>x0 * pixel, weights, out, bias, flags, scratch);
        q += 4; out += outPixel << 2;
        continue;
      }
      const b0 = firstTap(x0, dw), columns = max(0, endTap(x0, dw, kw, w) - b0);
      const p = image + <usize>(x0 + b0 * dw) * pixel, f = weights + <usize>b0 * outPixel;
      if (multiplier == 1) onePixel(pixel, rows, columns, kw, down, along, p, f, out, bias, flags, scratch);
      else multiplied(c, multiplier, rows, columns, kw, down, along, p, f, out, bias, flags);
      q++; out += outPixel;
    }
  }
}
