// Gradient of a depthwise convolution's filter, tap by tap:
//
//   gradient[tap, c, q] = sum over images and pixels of x[pixel + tap, c] * dy[pixel, c, q]
//
// A tap's row of c * multiplier sums is small and stays in L1 while images stream by. Lanes: channels, if there is one q.
import { madd } from "./simd";
import { endTap, firstTap } from "./window";

/** First output position whose tap is not before the image. */
// @ts-ignore: decorator
@inline
function firstOutput(offset: i32, stride: i32): i32 {
  return firstTap(offset, stride);
}

/** Taps from..to of `gradient[kh, kw, c, multiplier]`. Units: taps. */
export function depthwiseFilterGradient(batch: i32, h: i32, w: i32, c: i32, multiplier: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32,
  oh: i32, ow: i32, sh: i32, sw: i32, x: usize, dy: usize, gradient: usize, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, outPixel = pixel * <usize>multiplier;
  for (let tap = from; tap < to; tap++) {
    const sums = gradient + <usize>tap * outPixel;
    memory.fill(sums, 0, outPixel);
    const dy0 = tap / kw * dh - top, dx0 = tap % kw * dw - left; // where this tap of output (0, 0) is
    const r0 = firstOutput(dy0, sh), r1 = endTap(dy0, sh, oh, h), q0 = firstOutput(dx0, sw), q1 = endTap(dx0, sw, ow, w);
    for (let n = 0; n < batch; n++) {
      for (let r = r0; r < r1; r++) {
        let p = x + <usize>(n * h + dy0 + r * sh) * row + <usize>(dx0 + q0 * sw) * pixel;
        let g = dy + <usize>((n * oh + r) * ow + q0) * outPixel;
        for (let q = q0; q < q1; q++, p += <usize>sw * pixel, g += outPixel) {
          let i: usize = 0;
          if (multiplier == 1) {
            for (; i + 16 <= pixel; i += 16) v128.store(sums + i, madd(v128.load(p + i), v128.load(g + i), v128.load(sums + i)));
          }
          for (; i < pixel; i += 4) {
            const value = load<f32>(p + i), at = i * <usize>multiplier;
            for (let m: usize = 0; m < <usize>multiplier << 2; m += 4) {
              store<f32>(sums + at + m, load<f32>(sums + at + m) + value * load<f32>(g + at + m));
            }
          }
        }
      }
    }
  }
}
