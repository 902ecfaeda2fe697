// Gradient of a 3 x 3 or 5 x 5 filter by Winograd: the gradient of 4 x 4 outputs is the "filter", the filter's gradient the
// output, so the points and the input's transform are those of the forward pass.
//
//   planes of dy's transform, transposed    planes of V            sums of a part
//   n² x [cout, tiles]                   x  n² x [tiles, cin]  =   n² x [cout, cin]     added up over the part's tiles
//
// The tiles of all images are cut in `parts` parts with sums of their own, which winogradFilterGradientEnd adds in order: the
// result does not depend on who does which part.
import { writeConstants } from "../wasm/winograd-transforms";
import { ACCUMULATE, TILE } from "./simd";
import { tileByColumns, tileRows } from "./tile";
import { tileColumns } from "./width";
import { BUFFERS, gradientTile, inputTile, planeStep } from "./winograd-tile";

/**
 * Parts from..to of `sums[parts, n, n, cout, cin]`, its matrices planeStep apart, a block of tiles at a time. Scratch: planes of V and of dy's transform.
 * Units: parts.
 */
export function winogradFilterGradient(taps: i32, h: i32, w: i32, cin: i32, top: i32, left: i32, oh: i32, ow: i32, cout: i32, tiles: i32,
  block: i32, parts: i32, x: usize, dy: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  const n = taps + 3, area = n * n, across = (ow + 3) >> 2, perImage = across * ((oh + 3) >> 2);
  const inPixel = <usize>cin << 2, outPixel = <usize>cout << 2, plane = planeStep(cout, cin);
  const stepV = planeStep(block, cin), stepD = planeStep(block, cout);
  const k = (scratch + TILE + 63) & ~63, v = k + BUFFERS, d = v + <usize>area * stepV, patch = d + <usize>area * stepD;
  writeConstants(k);
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>tiles * part / parts), end = <i32>(<i64>tiles * (part + 1) / parts);
    for (let first = start; first < end; first += block) {
      const count = min(block, end - first);
      for (let t = 0; t < count; t++) {
        const image = (first + t) / perImage, at = (first + t) % perImage;
        const y0 = at / across << 2, x0 = at % across << 2;
        inputTile(n, h, w, inPixel, x + <usize>(image * h * w) * inPixel, y0 - top, x0 - left, v + <usize>t * inPixel, stepV, k, patch);
        gradientTile(n, oh, ow, outPixel, dy + <usize>(image * oh * ow) * outPixel, y0, x0, d + <usize>t * outPixel, stepD, k, patch);
      }
      const flags = first == start ? 0 : ACCUMULATE;
      for (let p = 0; p < area; p++) {
        const a = d + <usize>p * stepD, b = v + <usize>p * stepV, c = sums + <usize>(part * area + p) * plane;
        for (let j = 0; j < cin; j += tileColumns(cin - j)) {
          for (let i = 0; i < cout;) {
            const rest = cout - i, rows = tileRows(rest);
            tileByColumns(rows, rest, cin - j, count, 1, a + (<usize>i << 2), outPixel, 0, b + (<usize>j << 2), inPixel, 0, 32,
              c + <usize>i * inPixel + (<usize>j << 2), inPixel, 0, flags, scratch);
            i += rows;
          }
        }
      }
    }
  }
}
