// Gradient of resizing an image: each output pixel gives its gradient back to the one (nearest) or four (bilinear) input
// pixels it was made of, by the weights it was made with. The positions are computed as TensorFlow.js' forward kernels do.
//
//   bilinear: weights (1 - fy)(1 - fx), (1 - fy) fx, fy (1 - fx), fy fx of rows y0, y1 and columns x0, x1
import { nearestIndex, placeOf, scaleOf } from "./resize-place";

// @ts-ignore: decorator
@inline
function give(dy: usize, to: usize, bytes: usize, weight: f32): void {
  const weights = f32x4.splat(weight);
  let i: usize = 0;
  for (; i + 16 <= bytes; i += 16) v128.store(to + i, f32x4.add(v128.load(to + i), f32x4.mul(v128.load(dy + i), weights)));
  for (; i < bytes; i += 4) store<f32>(to + i, load<f32>(to + i) + load<f32>(dy + i) * weight);
}

/** Images from..to of `dx[h, w, c]` from `dy[oh, ow, c]`. Units: images. */
export function resizeGradient(h: i32, w: i32, c: i32, oh: i32, ow: i32, bilinear: i32, alignCorners: i32, halfPixels: i32, dy: usize, dx: usize,
  from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel;
  const scaleY = scaleOf(h, oh, alignCorners), scaleX = scaleOf(w, ow, alignCorners);
  memory.fill(dx + <usize>(from * h) * row, 0, <usize>((to - from) * h) * row);
  for (let n = from; n < to; n++) {
    const image = dx + <usize>(n * h) * row;
    let gradient = dy + <usize>(n * oh * ow) * pixel;
    for (let r = 0; r < oh; r++) {
      const fy = placeOf(r, scaleY, halfPixels);
      const y0 = max(0, <i32>floor<f32>(fy)), y1 = min(h - 1, <i32>ceil<f32>(fy));
      const wy = fy - <f32>y0;
      for (let q = 0; q < ow; q++, gradient += pixel) {
        if (!bilinear) {
          const y = nearestIndex(r, scaleY, h, alignCorners, halfPixels), x = nearestIndex(q, scaleX, w, alignCorners, halfPixels);
          give(gradient, image + <usize>y * row + <usize>x * pixel, pixel, 1);
          continue;
        }
        const fx = placeOf(q, scaleX, halfPixels);
        const x0 = max(0, <i32>floor<f32>(fx)), x1 = min(w - 1, <i32>ceil<f32>(fx));
        const wx = fx - <f32>x0;
        give(gradient, image + <usize>y0 * row + <usize>x0 * pixel, pixel, (1 - wy) * (1 - wx));
        give(gradient, image + <usize>y0 * row + <usize>x1 * pixel, pixel, (1 - wy) * wx);
        give(gradient, image + <usize>y1 * row + <usize>x0 * pixel, pixel, wy * (1 - wx));
        give(gradient, image + <usize>y1 * row + <usize>x1 * pixel, pixel, wy * wx);
      }
    }
  }
}
