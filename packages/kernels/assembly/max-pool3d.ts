// Maximum over 3-D windows of an NDHWC volume, four channels at a time; taps outside of the volume do not count. As in
// max-pool.ts, lanes that meet a NaN are kept besides the maximum.
import { endTap, firstTap } from "./window";

/** Planes from..to, of all volumes, of y. NaN anywhere in a window gives NaN. Units: planes of y. */
export function maxPool3d(d: i32, h: i32, w: i32, c: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, od: i32, oh: i32, ow: i32, sd: i32, sh: i32, sw: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const voxel = <usize>c << 2;
  for (let unit = from; unit < to; unit++) {
    const n = unit / od, z0 = unit % od * sd - front, e0 = firstTap(z0, dd), e1 = endTap(z0, dd, kd, d);
    let out = y + <usize>(unit * oh * ow) * voxel;
    for (let r = 0; r < oh; r++) for (let q = 0; q < ow; q++, out += voxel) {
      const y0 = r * sh - top, x0 = q * sw - left;
      const a0 = firstTap(y0, dh), a1 = endTap(y0, dh, kh, h), b0 = firstTap(x0, dw), b1 = endTap(x0, dw, kw, w);
      let i: usize = 0;
      for (; i + 16 <= voxel; i += 16) {
        let most = f32x4.splat(-Infinity), nan = f32x4.splat(0);
        for (let e = e0; e < e1; e++) for (let a = a0; a < a1; a++) {
          let p = x + <usize>(((n * d + z0 + e * dd) * h + y0 + a * dh) * w + x0 + b0 * dw) * voxel + i;
          for (let b = b0; b < b1; b++, p += <usize>dw * voxel) {
            const value = v128.load(p);
            most = f32x4.pmax(most, value); nan = v128.or(nan, f32x4.ne(value, value));
          }
        }
        v128.store(out + i, v128.or(most, nan));
      }
      for (; i < voxel; i += 4) {
        let most: f32 = -Infinity;
        for (let e = e0; e < e1; e++) for (let a = a0; a < a1; a++) {
          let p = x + <usize>(((n * d + z0 + e * dd) * h + y0 + a * dh) * w + x0 + b0 * dw) * voxel + i;
          for (let b = b0; b < b1; b++, p += <usize>dw * voxel) most = max<f32>(most, load<f32>(p));
        }
        store<f32>(out + i, most);
      }
    }
  }
}
