// Maximum over windows of an NHWC image: 16 channels at a time, tap by tap; taps outside of the image do not count.
//
//   window at (oy * sh - top, ox * sw - left)      lanes: channels c..c+16 of one pixel, contiguous in memory
// pmax(most, x) is `most < x ? x : most`: one instruction where f32x4.max is six, but it passes over a NaN in x. So the lanes
// that met one are kept besides, and become NaN at the end (all ones is one). Windows of 2 x 2 have their loads written out.
import { warm } from "./warm";
import { endTap, firstTap } from "./window";

// @ts-ignore: decorator
@inline
function max4(a: v128, b: v128, c: v128, d: v128): v128 {
  const most = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  const nan = v128.or(v128.or(f32x4.ne(a, a), f32x4.ne(b, b)), v128.or(f32x4.ne(c, c), f32x4.ne(d, d)));
  return v128.or(most, nan);
}

/** The maximum of `rows x columns` taps from `p` on, for `vectors` (1 or 4) times four channels. */
// @ts-ignore: decorator
@inline
function windowMax(vectors: i32, rows: i32, columns: i32, p: usize, down: usize, along: usize, out: usize): void {
  let m0 = f32x4.splat(-Infinity), m1 = m0, m2 = m0, m3 = m0;
  let n0 = f32x4.splat(0), n1 = n0, n2 = n0, n3 = n0;
  for (let a = 0; a < rows; a++, p += down) {
    let q = p;
    for (let b = 0; b < columns; b++, q += along) {
      const x0 = v128.load(q);
      m0 = f32x4.pmax(m0, x0); n0 = v128.or(n0, f32x4.ne(x0, x0));
      if (vectors == 4) {
        const x1 = v128.load(q, 16), x2 = v128.load(q, 32), x3 = v128.load(q, 48);
        m1 = f32x4.pmax(m1, x1); n1 = v128.or(n1, f32x4.ne(x1, x1));
        m2 = f32x4.pmax(m2, x2); n2 = v128.or(n2, f32x4.ne(x2, x2));
        m3 = f32x4.pmax(m3, x3); n3 = v128.or(n3, f32x4.ne(x3, x3));
      }
    }
  }
  v128.store(out, v128.or(m0, n0));
  if (vectors == 4) { v128.store(out, v128.or(m1, n1), 16); v128.store(out, v128.or(m2, n2), 32); v128.store(out, v128.or(m3, n3), 48); }
}

/** Rows from..to, of all images, of y. NaN anywhere in a window gives NaN; a window without pixels gives -Infinity. Units: rows of y. */
export function maxPool(h: i32, w: i32, c: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32, sh: i32, sw: i32,
  x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, down = <usize>dh * row, along = <usize>dw * pixel;
  for (let unit = from; unit < to; unit++) {
    const y0 = unit % oh * sh - top, a0 = firstTap(y0, dh), rows = max(0, endTap(y0, dh, kh, h) - a0);
    const line = x + <usize>(unit / oh * h + y0 + a0 * dh) * row;
    let out = y + <usize>(unit * ow) * pixel;
    for (let a = max(0, rows - sh); a < rows; a++) warm(line + <usize>a * down, row, scratch);
    for (let q = 0; q < ow; q++, out += pixel) {
      const x0 = q * sw - left, b0 = firstTap(x0, dw), columns = max(0, endTap(x0, dw, kw, w) - b0);
      const p = line + <usize>(x0 + b0 * dw) * pixel;
      let i: usize = 0;
      if (kh == 2 && kw == 2 && rows == 2 && columns == 2) {
        const under = p + down;
        for (; i + 16 <= pixel; i += 16) {
          v128.store(out + i, max4(v128.load(p + i), v128.load(p + along + i), v128.load(under + i), v128.load(under + along + i)));
        }
      }
      for (; i + 64 <= pixel; i += 64) windowMax(4, rows, columns, p + i, down, along, out + i);
      for (; i + 16 <= pixel; i += 16) windowMax(1, rows, columns, p + i, down, along, out + i);
      for (; i < pixel; i += 4) {
        let most: f32 = -Infinity;
        for (let a = 0; a < rows; a++) {
          let tap = p + i + <usize>a * down;
          for (let b = 0; b < columns; b++, tap += along) most = max<f32>(most, load<f32>(tap));
        }
        store<f32>(out + i, most);
      }
    }
  }
}
