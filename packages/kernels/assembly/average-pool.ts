// Average over windows of an NHWC image: what is inside of the image, 16 channels at a time, tap by tap.
import { endTap, firstTap } from "./window";

/** The sum of `rows x columns` taps from `p` on, divided by `count`, for `vectors` (1 or 4) times four channels. */
// @ts-ignore: decorator
@inline
function windowSum(vectors: i32, rows: i32, columns: i32, p: usize, down: usize, along: usize, count: v128, out: usize): void {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let a = 0; a < rows; a++, p += down) {
    let q = p;
    for (let b = 0; b < columns; b++, q += along) {
      s0 = f32x4.add(s0, v128.load(q));
      if (vectors == 4) { s1 = f32x4.add(s1, v128.load(q, 16)); s2 = f32x4.add(s2, v128.load(q, 32)); s3 = f32x4.add(s3, v128.load(q, 48)); }
    }
  }
  v128.store(out, f32x4.div(s0, count));
  if (vectors == 4) { v128.store(out, f32x4.div(s1, count), 16); v128.store(out, f32x4.div(s2, count), 32); v128.store(out, f32x4.div(s3, count), 48); }
}

/** Rows from..to, of all images, of y. Units: rows of y. */
export function averagePool(h: i32, w: i32, c: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32, sh: i32, sw: i32,
  x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, down = <usize>dh * row, along = <usize>dw * pixel;
  for (let unit = from; unit < to; unit++) {
    const y0 = unit % oh * sh - top, a0 = firstTap(y0, dh), rows = max(0, endTap(y0, dh, kh, h) - a0);
    const line = x + <usize>(unit / oh * h + y0 + a0 * dh) * row;
    let out = y + <usize>(unit * ow) * pixel;
    for (let q = 0; q < ow; q++, out += pixel) {
      const x0 = q * sw - left, b0 = firstTap(x0, dw), columns = max(0, endTap(x0, dw, kw, w) - b0);
      const p = line + <usize>(x0 + b0 * dw) * pixel, count = <f32>(rows * columns), counts = f32x4.splat(count);
      let i: usize = 0;
      for (; i + 64 <= pixel; i += 64) windowSum(4, rows, columns, p + i, down, along, counts, out + i);
      for (; i + 16 <= pixel; i += 16) windowSum(1, rows, columns, p + i, down, along, counts, out + i);
      for (; i < pixel; i += 4) {
        let sum: f32 = 0;
        for (let a = 0; a < rows; a++) {
          let tap = p + i + <usize>a * down;
          for (let b = 0; b < columns; b++, tap += along) sum += load<f32>(tap);
        }
        store<f32>(out + i, sum / count);
      }
    }
  }
}
