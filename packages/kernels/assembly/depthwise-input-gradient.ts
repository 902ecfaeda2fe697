// Gradient of a depthwise convolution's input: every output pixel gives dy * filter to the pixels under its taps.
//
//   dx[pixel + tap, c] += sum over q of dy[pixel, c, q] * filter[tap, c, q]       lanes: channels, if there is one q
import { madd } from "./simd";
import { endTap, firstTap } from "./window";

/** Images from..to of `dx[h, w, c]`, for `dy[oh, ow, c * multiplier]` and `filter[kh, kw, c, multiplier]`. Units: images. */
export function depthwiseInputGradient(h: i32, w: i32, c: i32, multiplier: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32,
  oh: i32, ow: i32, sh: i32, sw: i32, dy: usize, filter: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, outPixel = pixel * <usize>multiplier;
  for (let n = from; n < to; n++) {
    const image = dx + <usize>(n * h) * row;
    memory.fill(image, 0, <usize>h * row); // just before, so that it is in the cache
    let gradient = dy + <usize>(n * oh * ow) * outPixel;
    for (let r = 0; r < oh; r++) {
      const y0 = r * sh - top, a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h);
      for (let q = 0; q < ow; q++, gradient += outPixel) {
        const x0 = q * sw - left, b0 = firstTap(x0, dw), b1 = endTap(x0, dw, kw, w);
        for (let a = a0; a < a1; a++) {
          for (let b = b0; b < b1; b++) {
            const p = image + <usize>(y0 + a * dh) * row + <usize>(x0 + b * dw) * pixel;
            const f = filter + <usize>(a * kw + b) * outPixel;
            let i: usize = 0;
            if (multiplier == 1) {
              for (; i + 16 <= pixel; i += 16) v128.store(p + i, madd(v128.load(gradient + i), v128.load(f + i), v128.load(p + i)));
            }
            for (; i < pixel; i += 4) {
              const at = i * <usize>multiplier;
              let sum = load<f32>(p + i);
              for (let m: usize = 0; m < <usize>multiplier << 2; m += 4) sum += load<f32>(gradient + at + m) * load<f32>(f + at + m);
              store<f32>(p + i, sum);
            }
          }
        }
      }
    }
  }
}
