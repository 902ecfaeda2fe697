// Maximum over windows of an NHWC image: four channels at a time, tap by tap; taps outside of the image do not count.
//
//   window at (oy * sh - top, ox * sw - left)      lanes: channels c..c+4 of one pixel, contiguous in memory
// Windows of 2 x 2 inside of the image, which are nearly all, have their four loads written out.
import { endTap, firstTap } from "./window";

/** Maximum of four vectors, NaN if any is: pmax, which skips NaN, is one instruction where f32x4.max is six. */
// @ts-ignore: decorator
@inline
function max4(a: v128, b: v128, c: v128, d: v128): v128 {
  const most = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  const nan = v128.or(v128.or(f32x4.ne(a, a), f32x4.ne(b, b)), v128.or(f32x4.ne(c, c), f32x4.ne(d, d)));
  return v128.or(most, nan); // all ones is a NaN
}

/** Images from..to of y. NaN anywhere in a window gives NaN; a window without pixels gives -Infinity. Units: images. */
export function maxPool(h: i32, w: i32, c: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32, sh: i32, sw: i32,
  x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel;
  for (let n = from; n < to; n++) {
    const image = x + <usize>(n * h) * row;
    let out = y + <usize>(n * oh * ow) * pixel;
    for (let r = 0; r < oh; r++) {
      const y0 = r * sh - top, a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h);
      for (let q = 0; q < ow; q++, out += pixel) {
        const x0 = q * sw - left, b0 = firstTap(x0, dw), b1 = endTap(x0, dw, kw, w);
        let i: usize = 0;
        if (kh == 2 && kw == 2 && dw == 1 && a1 - a0 == 2 && b1 - b0 == 2) {
          const p = image + <usize>y0 * row + <usize>x0 * pixel, under = p + <usize>dh * row;
          for (; i + 16 <= pixel; i += 16) {
            v128.store(out + i, max4(v128.load(p + i), v128.load(p + pixel + i), v128.load(under + i), v128.load(under + pixel + i)));
          }
        }
        for (; i + 16 <= pixel; i += 16) {
          let most = f32x4.splat(-Infinity);
          for (let a = a0; a < a1; a++) {
            let p = image + <usize>(y0 + a * dh) * row + <usize>(x0 + b0 * dw) * pixel + i;
            for (let b = b0; b < b1; b++, p += <usize>dw * pixel) most = f32x4.max(most, v128.load(p));
          }
          v128.store(out + i, most);
        }
        for (; i < pixel; i += 4) {
          let most: f32 = -Infinity;
          for (let a = a0; a < a1; a++) {
            let p = image + <usize>(y0 + a * dh) * row + <usize>(x0 + b0 * dw) * pixel + i;
            for (let b = b0; b < b1; b++, p += <usize>dw * pixel) most = max<f32>(most, load<f32>(p));
          }
          store<f32>(out + i, most);
        }
      }
    }
  }
}
