// Convolution of any stride and dilation as patches times filter, a block of output pixels at a time:
//
//   block of patches            filter                     y
//   [pixels, kh * kw * cin]  x  [kh * kw * cin, cout]  =  [pixels, cout]      the block stays in L2
import { gemm } from "./gemm";
import { gatherPatches } from "./patches";
import { SCRATCH } from "./simd";

/** Images from..to of `y`, with the flags of simd.ts. Scratch: `block` patches. Units: images. */
export function conv2dPatches(h: i32, w: i32, cin: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32, cout: i32,
  sh: i32, sw: i32, block: i32, x: usize, filter: usize, y: usize, bias: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const k = kh * kw * cin, pixels = oh * ow, patches = scratch + SCRATCH;
  for (let n = from; n < to; n++) {
    const image = x + (<usize>(n * h * w * cin) << 2);
    for (let p = 0; p < pixels; p += block) {
      const end = min(pixels, p + block);
      gatherPatches(h, w, cin, top, left, kh, kw, dh, dw, ow, sh, sw, image, p, end, patches);
      gemm(0, 0, end - p, cout, k, patches, k, filter, cout, y + (<usize>((n * pixels + p) * cout) << 2), cout, bias, flags, 0, end - p, scratch);
    }
  }
}
