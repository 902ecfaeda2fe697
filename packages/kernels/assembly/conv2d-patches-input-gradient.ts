// Gradient of a convolution's input, of any stride and dilation: each output pixel's gradient times the transposed filter is
// the gradient of its patch, which is added to the image where the patch was taken.
import { gemm } from "./gemm";
import { scatterPatches } from "./patches";
import { SCRATCH } from "./simd";

/** Images from..to of `dx`. Scratch: `block` patches. Units: images. */
export function conv2dPatchesInputGradient(h: i32, w: i32, cin: i32, top: i32, left: i32, kh: i32, kw: i32, dh: i32, dw: i32, oh: i32, ow: i32,
  cout: i32, sh: i32, sw: i32, block: i32, dy: usize, filter: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
  const k = kh * kw * cin, pixels = oh * ow, patches = scratch + SCRATCH, size = <usize>(h * w * cin) << 2;
  for (let n = from; n < to; n++) {
    const image = dx + <usize>n * size;
    memory.fill(image, 0, size);
    for (let p = 0; p < pixels; p += block) {
      const end = min(pixels, p + block);
      gemm(0, 1, end - p, k, cout, dy + (<usize>((n * pixels + p) * cout) << 2), cout, filter, cout, patches, k, 0, 0, 0, end - p, scratch);
      scatterPatches(h, w, cin, top, left, kh, kw, dh, dw, ow, sh, sw, image, p, end, patches);
    }
  }
}
