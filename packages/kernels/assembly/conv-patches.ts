// Convolution over two or three axes, of any stride, dilation and number of groups, as patches times filter, a block of output
// voxels at a time:
//
//   block of patches of a group                 columns of the group           columns of the group
//   [voxels, kd * kh * kw * cin / groups]  x  [.., cout / groups] of filter  =  [voxels, ..] of y       the block stays in L2
import { gemm } from "./gemm";
import { gatherPatches } from "./patches";
import { SCRATCH } from "./simd";

/**
 * Blocks from..to of `y[od, oh, ow, cout]` for `x[d, h, w, cin]` and `filter[kd, kh, kw, cin / groups, cout]`, with the flags of
 * simd.ts. Scratch: `block` patches. Units: blocks of voxels of one image and group.
 */
export function convPatches(d: i32, h: i32, w: i32, cin: i32, front: i32, top: i32, left: i32, kd: i32, kh: i32, kw: i32, dd: i32, dh: i32, dw: i32,
  od: i32, oh: i32, ow: i32, cout: i32, sd: i32, sh: i32, sw: i32, groups: i32, block: i32, x: usize, filter: usize, y: usize, bias: usize, flags: i32,
  from: i32, to: i32, scratch: usize): void {
  const ci = cin / groups, co = cout / groups, k = kd * kh * kw * ci, voxels = od * oh * ow, blocks = (voxels + block - 1) / block;
  const patches = scratch + SCRATCH;
  for (let unit = from; unit < to; unit++) {
    const n = unit / blocks / groups, g = unit / blocks % groups, p = unit % blocks * block, end = min(voxels, p + block);
    const column = <usize>(g * co) << 2;
    gatherPatches(d, h, w, cin, ci, front, top, left, kd, kh, kw, dd, dh, dw, oh, ow, sd, sh, sw,
      x + (<usize>(n * d * h * w * cin + g * ci) << 2), p, end, patches);
    gemm(0, 0, end - p, co, k, patches, k, filter + column, cout, y + (<usize>((n * voxels + p) * cout) << 2) + column, cout,
      bias + column, flags, 0, end - p, scratch);
  }
}
