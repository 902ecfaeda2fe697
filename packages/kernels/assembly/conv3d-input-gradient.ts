// Gradient of a 3-D convolution's input: each output voxel gives dy times the transposed filter to the voxels under its taps.
//
//   dx[voxel + tap, ci] += sum over co of dy[voxel, co] * filter[tap, ci, co]     lanes: filters co, added up per channel ci
import { madd } from "./simd";
import { endTap, firstTap } from "./window";

/** Images from..to of `dx[d, h, w, cin]`. Units: images. */
export function conv3dInputGradient(d: i32, h: i32, w: i32, cin: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, od: i32, oh: i32, ow: i32, cout: i32, sd: i32, sh: i32, sw: i32, dy: usize, filter: usize, dx: usize,
  from: i32, to: i32, scratch: usize): void {
  const voxel = <usize>cin << 2, out = <usize>cout << 2, tap = voxel * <usize>cout, volume = <usize>(d * h * w) * voxel;
  memory.fill(dx + <usize>from * volume, 0, <usize>(to - from) * volume);
  for (let n = from; n < to; n++) {
    let g = dy + <usize>(n * od * oh * ow) * out;
    for (let z = 0; z < od; z++) for (let r = 0; r < oh; r++) for (let q = 0; q < ow; q++, g += out) {
      const z0 = z * sd - front, y0 = r * sh - top, x0 = q * sw - left;
      const c1 = endTap(z0, dd, kd, d), a1 = endTap(y0, dh, kh, h), b1 = endTap(x0, dw, kw, w);
      for (let c = firstTap(z0, dd); c < c1; c++) for (let a = firstTap(y0, dh); a < a1; a++) for (let b = firstTap(x0, dw); b < b1; b++) {
        let f = filter + <usize>((c * kh + a) * kw + b) * tap;
        const p = dx + <usize>(((n * d + z0 + c * dd) * h + y0 + a * dh) * w + x0 + b * dw) * voxel;
        for (let ci: usize = 0; ci < voxel; ci += 4, f += out) {
          let lanes = f32x4.splat(0);
          let co: usize = 0;
          for (; co + 16 <= out; co += 16) lanes = madd(v128.load(g + co), v128.load(f + co), lanes);
          let sum = f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3);
          for (; co < out; co += 4) sum += load<f32>(g + co) * load<f32>(f + co);
          store<f32>(p + ci, load<f32>(p + ci) + sum);
        }
      }
    }
  }
}
