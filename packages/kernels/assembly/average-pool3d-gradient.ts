// Gradient of an average over 3-D windows: each tap inside of the volume gets dy / (taps inside of the volume).
import { endTap, firstTap } from "./window";

/** Volumes from..to of dx. Windows may overlap. Units: volumes. */
export function averagePool3dGradient(d: i32, h: i32, w: i32, c: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, od: i32, oh: i32, ow: i32, sd: i32, sh: i32, sw: i32, dy: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
  const voxel = <usize>c << 2, volume = <usize>(d * h * w) * voxel;
  for (let n = from; n < to; n++) {
    memory.fill(dx + <usize>n * volume, 0, volume); // just before, so that it is in the cache
    let out = dy + <usize>(n * od * oh * ow) * voxel;
    for (let z = 0; z < od; z++) for (let r = 0; r < oh; r++) for (let q = 0; q < ow; q++, out += voxel) {
      const z0 = z * sd - front, y0 = r * sh - top, x0 = q * sw - left;
      const e0 = firstTap(z0, dd), e1 = endTap(z0, dd, kd, d), a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h);
      const b0 = firstTap(x0, dw), b1 = endTap(x0, dw, kw, w);
      const share = <f32>1 / <f32>((e1 - e0) * (a1 - a0) * (b1 - b0)), shares = f32x4.splat(share);
      for (let e = e0; e < e1; e++) for (let a = a0; a < a1; a++) for (let b = b0; b < b1; b++) {
        const p = dx + <usize>(((n * d + z0 + e * dd) * h + y0 + a * dh) * w + x0 + b * dw) * voxel;
        let i: usize = 0;
        for (; i + 16 <= voxel; i += 16) v128.store(p + i, f32x4.add(v128.load(p + i), f32x4.mul(v128.load(out + i), shares)));
        for (; i < voxel; i += 4) store<f32>(p + i, load<f32>(p + i) + load<f32>(out + i) * share);
      }
    }
  }
}
