// Gradient of a convolution's input, over two or three axes, of any stride, dilation and number of groups: each output voxel's
// gradient times the transposed filter is the gradient of its patch, which is added to the image where the patch was taken.
import { gemm } from "./gemm";
import { scatterPatches } from "./patches";
import { SCRATCH } from "./simd";

/** Images and groups from..to of `dx`. Scratch: `block` patches. Units: groups of channels of images. */
export function convPatchesInputGradient(d: i32, h: i32, w: i32, cin: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32,
  dd: i32, dh: i32, dw: i32, od: i32, oh: i32, ow: i32, cout: i32, sd: i32, sh: i32, sw: i32, groups: i32, block: i32, dy: usize, filter: usize,
  dx: usize, from: i32, to: i32, scratch: usize): void {
  const ci = cin / groups, co = cout / groups, k = kd * kh * kw * ci, voxels = od * oh * ow, patches = scratch + SCRATCH;
  for (let unit = from; unit < to; unit++) {
    const n = unit / groups, g = unit % groups, column = <usize>(g * co) << 2;
    const image = dx + (<usize>(n * d * h * w * cin + g * ci) << 2);
    if (groups == 1) memory.fill(image, 0, <usize>(d * h * w * cin) << 2);
    else for (let p = 0; p < d * h * w; p++) memory.fill(image + (<usize>(p * cin) << 2), 0, <usize>ci << 2);
    for (let p = 0; p < voxels; p += block) {
      const end = min(voxels, p + block);
      gemm(0, 1, end - p, k, co, dy + (<usize>((n * voxels + p) * cout) << 2) + column, cout, filter + column, cout, patches, k, 0, 0, 0, end - p, scratch);
      scatterPatches(d, h, w, cin, ci, front, top, left, kd, kh, kw, dd, dh, dw, oh, ow, sd, sh, sw, image, p, end, patches);
    }
  }
}
