// Gradient of a convolution's filter, of any stride and dilation: transposed patches times the gradient of the output pixels,
// block by block, summed up in place.
import { gemm } from "./gemm";
import { gatherPatches } from "./patches";
import { ACCUMULATE, SCRATCH } from "./simd";

/** Adds images from..to to `gradient[kh, kw, cin, cout]`; image 0 clears it first. Scratch: `block` patches. Units: images, in order. */
export function conv2dPatchesFilterGradient(h: i32, w: i32, cin: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32,
  cout: i32, sh: i32, sw: i32, block: i32, x: usize, dy: usize, gradient: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const k = kh * kw * cin, pixels = oh * ow, patches = scratch + SCRATCH;
  for (let n = from; n < to; n++) {
    const image = x + (<usize>(n * h * w * cin) << 2);
    for (let p = 0; p < pixels; p += block) {
      const end = min(pixels, p + block), f = n == 0 && p == 0 ? flags : flags | ACCUMULATE;
      gatherPatches(h, w, cin, top, left, kh, kw, dh, dw, ow, sh, sw, image, p, end, patches);
      gemm(1, 0, k, cout, end - p, patches, k, dy + (<usize>((n * pixels + p) * cout) << 2), cout, gradient, cout, 0, f, 0, k, scratch);
    }
  }
}
