// Gradient of an average over windows: each tap inside of the image gets dy / (taps inside of the image).
import { endTap, firstTap } from "./window";

/** Images from..to of dx. Windows may overlap. Units: images. */
export function averagePoolGradient(h: i32, w: i32, c: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32,
  sh: i32, sw: i32, dy: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel;
  for (let n = from; n < to; n++) {
    const image = dx + <usize>(n * h) * row;
    memory.fill(image, 0, <usize>h * row); // just before, so that it is in the cache
    let out = dy + <usize>(n * oh * ow) * pixel;
    for (let r = 0; r < oh; r++) {
      const y0 = r * sh - top, a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h);
      for (let q = 0; q < ow; q++, out += pixel) {
        const x0 = q * sw - left, b0 = firstTap(x0, dw), b1 = endTap(x0, dw, kw, w);
        const share = <f32>1 / <f32>((a1 - a0) * (b1 - b0)), shares = f32x4.splat(share);
        for (let a = a0; a < a1; a++) {
          let p = image + <usize>(y0 + a * dh) * row + <usize>(x0 + b0 * dw) * pixel;
          for (let b = b0; b < b1; b++, p += <usize>dw * pixel) {
            let i: usize = 0;
            for (; i + 16 <= pixel; i += 16) v128.store(p + i, f32x4.add(v128.load(p + i), f32x4.mul(v128.load(out + i), shares)));
            for (; i < pixel; i += 4) store<f32>(p + i, load<f32>(p + i) + load<f32>(out + i) * share);
          }
        }
      }
    }
  }
}
