// Gradient of a maximum over windows: the first tap that holds the maximum gets dy.
//
//   x 1 3      y 3      dx 0 dy      `open` lanes have not met their maximum yet: a second 3 gets nothing
//     3 2                  0 0
// Windows of 2 x 2 side by side, the usual ones, write each pixel once; others are added. Rows of an image that has pixels outside
// of such windows, or channels that do not fill a vector, are cleared before.
import { mask, RELU6 } from "./simd";
import { warm } from "./warm";
import { endTap, firstTap } from "./window";

/** One pixel of a tiling window: takes what is open where it holds the maximum, and leaves the rest. */
// @ts-ignore: decorator
@inline
function take(x: usize, dx: usize, most: v128, open: v128): v128 {
  const hit = f32x4.eq(v128.load(x), most);
  v128.store(dx, v128.and(open, hit));
  return v128.andnot(open, hit);
}

/** One pixel of a window that others may overlap: adds what is open where it holds the maximum, and leaves the rest. */
// @ts-ignore: decorator
@inline
function add(x: usize, dx: usize, most: v128, open: v128): v128 {
  const hit = f32x4.eq(v128.load(x), most);
  v128.store(dx, f32x4.add(v128.load(dx), v128.and(open, hit)));
  return v128.andnot(open, hit);
}

/**
 * Images from..to of dx, for the y that max-pool.ts gave. Windows may overlap: their gradients add up. With `gates`, the flags of
 * the activation that gave x, the gradient goes through that as well: what holds the maximum was let through if the maximum was.
 * Units: images.
 */
export function maxPoolGradient(h: i32, w: i32, c: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32,
  sh: i32, sw: i32, x: usize, y: usize, dy: usize, dx: usize, gates: i32, from: i32, to: i32, scratch: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, along = <usize>dw * pixel;
  const apart = kh == 2 && kw == 2 && sh == 2 && sw == 2 && dh == 1 && dw == 1;
  const covered = apart && top == 0 && left == 0 && 2 * oh == h && 2 * ow == w && !(c & 3);
  for (let n = from; n < to; n++) {
    const image = <usize>(n * h) * row;
    let cleared = covered ? h : 0;
    let out = <usize>(n * oh * ow) * pixel;
    for (let r = 0; r < oh; r++) {
      const y0 = r * sh - top, a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h);
      warm(y + out, <usize>ow * pixel, scratch); warm(dy + out, <usize>ow * pixel, scratch);
      // rows are cleared just before they are used, so that they are in the cache
      const reach = min(h, max(0, y0 + (kh - 1) * dh + 1));
      if (cleared < reach) { memory.fill(dx + image + <usize>cleared * row, 0, <usize>(reach - cleared) * row); cleared = reach; }
      for (let a = max(a0, a1 - sh); a < a1; a++) warm(x + image + <usize>(y0 + a * dh) * row, row, scratch);
      for (let q = 0; q < ow; q++, out += pixel) {
        const x0 = q * sw - left, b0 = firstTap(x0, dw), b1 = endTap(x0, dw, kw, w);
        let i: usize = 0;
        if (apart && a1 - a0 == 2 && b1 - b0 == 2) {
          const p = image + <usize>y0 * row + <usize>x0 * pixel;
          for (; i + 16 <= pixel; i += 16) {
            const most = v128.load(y + out + i);
            let open = take(x + p + i, dx + p + i, most, mask(v128.load(dy + out + i), most, gates));
            open = take(x + p + pixel + i, dx + p + pixel + i, most, open);
            open = take(x + p + row + i, dx + p + row + i, most, open);
            take(x + p + row + pixel + i, dx + p + row + pixel + i, most, open);
          }
        }
        for (; i + 16 <= pixel; i += 16) {
          const most = v128.load(y + out + i);
          let open = mask(v128.load(dy + out + i), most, gates);
          for (let a = a0; a < a1; a++) {
            let p = image + <usize>(y0 + a * dh) * row + <usize>(x0 + b0 * dw) * pixel + i;
            if (b1 - b0 == 3) {
              open = add(x + p, dx + p, most, open);
              open = add(x + p + along, dx + p + along, most, open);
              open = add(x + p + 2 * along, dx + p + 2 * along, most, open);
            } else for (let b = b0; b < b1; b++, p += along) open = add(x + p, dx + p, most, open);
          }
        }
        for (; i < pixel; i += 4) {
          const most = load<f32>(y + out + i);
          let found = gates != 0 && (!(most > 0) || ((gates & RELU6) != 0 && !(most < 6)));
          for (let a = a0; a < a1 && !found; a++) {
            let p = image + <usize>(y0 + a * dh) * row + <usize>(x0 + b0 * dw) * pixel + i;
            for (let b = b0; b < b1 && !found; b++, p += along) {
              if (load<f32>(x + p) != most) continue;
              found = true;
              store<f32>(dx + p, load<f32>(dx + p) + load<f32>(dy + out + i));
            }
          }
        }
      }
    }
    if (cleared < h) memory.fill(dx + image + <usize>cleared * row, 0, <usize>(h - cleared) * row);
  }
}
