// Gradient of a maximum over 3-D windows: each tap that holds the maximum gets dy, as in TensorFlow (over two axes only the first
// does, there too).
import { endTap, firstTap } from "./window";

/** Volumes from..to of dx, for the y that max-pool3d.ts gave. Windows may overlap: their gradients add up. Units: volumes. */
export function maxPool3dGradient(d: i32, h: i32, w: i32, c: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, od: i32, oh: i32, ow: i32, sd: i32, sh: i32, sw: i32, x: usize, y: usize, dy: usize, dx: usize,
  from: i32, to: i32, scratch: usize): void {
  const voxel = <usize>c << 2, volume = <usize>(d * h * w) * voxel;
  for (let n = from; n < to; n++) {
    memory.fill(dx + <usize>n * volume, 0, volume); // just before, so that it is in the cache
    let out = <usize>(n * od * oh * ow) * voxel;
    for (let z = 0; z < od; z++) for (let r = 0; r < oh; r++) for (let q = 0; q < ow; q++, out += voxel) {
      const z0 = z * sd - front, y0 = r * sh - top, x0 = q * sw - left;
      const e0 = firstTap(z0, dd), e1 = endTap(z0, dd, kd, d), a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h);
      const b0 = firstTap(x0, dw), b1 = endTap(x0, dw, kw, w);
      let i: usize = 0;
      for (; i + 16 <= voxel; i += 16) {
        const most = v128.load(y + out + i), gradient = v128.load(dy + out + i);
        for (let e = e0; e < e1; e++) for (let a = a0; a < a1; a++) {
          let p = <usize>(((n * d + z0 + e * dd) * h + y0 + a * dh) * w + x0 + b0 * dw) * voxel + i;
          for (let b = b0; b < b1; b++, p += <usize>dw * voxel) {
            const hit = f32x4.eq(v128.load(x + p), most);
            v128.store(dx + p, f32x4.add(v128.load(dx + p), v128.and(gradient, hit)));
          }
        }
      }
      for (; i < voxel; i += 4) {
        const most = load<f32>(y + out + i), gradient = load<f32>(dy + out + i);
        for (let e = e0; e < e1; e++) for (let a = a0; a < a1; a++) {
          let p = <usize>(((n * d + z0 + e * dd) * h + y0 + a * dh) * w + x0 + b0 * dw) * voxel + i;
          for (let b = b0; b < b1; b++, p += <usize>dw * voxel) {
            if (load<f32>(x + p) == most) store<f32>(dx + p, load<f32>(dx + p) + gradient);
          }
        }
      }
    }
  }
}
