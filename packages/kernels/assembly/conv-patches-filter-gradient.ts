// Gradient of a convolution's filter, over two or three axes, of any stride, dilation and number of groups: transposed patches
// times the gradient of the output voxels, block by block, summed up in place. The images are cut in parts of about equal size,
// each with a sum of its own.
import { gemm } from "./gemm";
import { gatherPatches } from "./patches";
import { ACCUMULATE, SCRATCH } from "./simd";

/** Parts from..to of `gradients[parts, kd, kh, kw, cin / groups, cout]`. Scratch: `block` patches. Units: parts. */
export function convPatchesFilterGradient(d: i32, h: i32, w: i32, cin: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, od: i32, oh: i32, ow: i32, cout: i32, sd: i32, sh: i32, sw: i32, groups: i32, block: i32, batch: i32, parts: i32,
  x: usize, dy: usize, gradients: usize, from: i32, to: i32, scratch: usize): void {
  const ci = cin / groups, co = cout / groups, k = kd * kh * kw * ci, voxels = od * oh * ow, patches = scratch + SCRATCH;
  for (let part = from; part < to; part++) {
    const first = <i32>(<i64>batch * part / parts), last = <i32>(<i64>batch * (part + 1) / parts);
    for (let g = 0; g < groups; g++) {
      const column = <usize>(g * co) << 2, gradient = gradients + (<usize>part * <usize>(k * cout) << 2) + column;
      for (let n = first; n < last; n++) {
        for (let p = 0; p < voxels; p += block) {
          const end = min(voxels, p + block);
          gatherPatches(d, h, w, cin, ci, front, top, left, kd, kh, kw, dd, dh, dw, oh, ow, sd, sh, sw,
            x + (<usize>(n * d * h * w * cin + g * ci) << 2), p, end, patches);
          gemm(1, 0, k, co, end - p, patches, k, dy + (<usize>((n * voxels + p) * cout) << 2) + column, cout, gradient, cout, 0,
            n == first && p == 0 ? 0 : ACCUMULATE, 0, k, scratch);
        }
      }
    }
  }
}
