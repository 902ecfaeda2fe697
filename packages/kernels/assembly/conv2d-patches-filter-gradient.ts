// Gradient of a convolution's filter, of any stride and dilation: transposed patches times the gradient of the output pixels,
// block by block, summed up in place. The images are cut in parts of about equal size, each with a sum of its own.
import { gemm } from "./gemm";
import { gatherPatches } from "./patches";
import { ACCUMULATE, SCRATCH } from "./simd";

/** Parts from..to of `gradients[parts, kh, kw, cin, cout]`. Scratch: `block` patches. Units: parts. */
export function conv2dPatchesFilterGradient(h: i32, w: i32, cin: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32,
  cout: i32, sh: i32, sw: i32, block: i32, batch: i32, parts: i32, x: usize, dy: usize, gradients: usize, from: i32, to: i32, scratch: usize): void {
  const k = kh * kw * cin, pixels = oh * ow, patches = scratch + SCRATCH;
  for (let part = from; part < to; part++) {
    const first = <i32>(<i64>batch * part / parts), last = <i32>(<i64>batch * (part + 1) / parts);
    const gradient = gradients + (<usize>part * <usize>(k * cout) << 2);
    for (let n = first; n < last; n++) {
      const image = x + (<usize>(n * h * w * cin) << 2);
      for (let p = 0; p < pixels; p += block) {
        const end = min(pixels, p + block);
        gatherPatches(h, w, cin, top, left, kh, kw, dh, dw, ow, sh, sw, image, p, end, patches);
        gemm(1, 0, k, cout, end - p, patches, k, dy + (<usize>((n * pixels + p) * cout) << 2), cout, gradient, cout, 0,
          n == first && p == 0 ? 0 : ACCUMULATE, 0, k, scratch);
      }
    }
  }
}
