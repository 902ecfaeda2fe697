// Winograd's convolution with 3 x 3 and 5 x 5 filters, stride 1: F(4x4, 3x3) and F(4x4, 5x5).
//
//   tiles of 4 x 4 outputs, from all images            planes of V              filter's U            planes of M
//   +----+----+----+----+                          n² x [tiles, cin]   x   n² x [cin, cout]  =  n² x [tiles, cout]
//   |    |    |    |  : |  n = taps + 3: 6 or 8
//   +----+----+----+----+  inputs each way         36 products for 144 of a 3 x 3 filter, 64 for 400 of a 5 x 5 one
//   | edge tiles are    |
//   | clipped           |  A block of tiles is transformed, multiplied and transformed back while V and M stay in L2.
//   +----+----+----+----+  Channels are the lanes: cin and cout are multiples of 4.
import { stackBy5x4, stackBy5x8, stackBy6x16, stackBy6x4, stackBy6x8 } from "../wasm/micro";
import { writeConstants } from "../wasm/winograd-transforms";
import { GATE, TILE } from "./simd";
import { tileColumns } from "./width";
import { BUFFERS, inputTile, outputTile, planeStep } from "./winograd-tile";

/** Rows of one register tile; a block has a multiple of both. */
// @ts-ignore: decorator
@inline const ROWS: i32 = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;

/** `count` tiles' products with one plane of the filter, in panels of 8 or, last, 4 columns. */
// @ts-ignore: decorator
@inline
function multiply(count: i32, cin: i32, cout: i32, v: usize, u: usize, m: usize): void {
  const lda = <usize>cin << 2, ldc = <usize>cout << 2, stacks = (count + ROWS - 1) / ROWS;
  let j = 0;
  for (; tileColumns(cout - j) == 16; j += 16, u += lda << 4, m += 64) stackBy6x16(stacks, cin, v, lda, u, lda << 3, m, ldc);
  for (; j + 8 <= cout; j += 8, u += lda << 3, m += 32) {
    if (ASC_FEATURE_RELAXED_SIMD) stackBy6x8(stacks, cin, v, lda, u, m, ldc);
    else stackBy5x8(stacks, cin, v, lda, u, m, ldc);
  }
  if (j == cout) return;
  if (ASC_FEATURE_RELAXED_SIMD) stackBy6x4(stacks, cin, v, lda, u, m, ldc);
  else stackBy5x4(stacks, cin, v, lda, u, m, ldc);
}

/** Tiles of a unit: few, so that threads have something to share of one small image; a thread does `block` at once if it may. */
// @ts-ignore: decorator
@inline const UNIT: i32 = 6;

/**
 * Tiles 6 from..6 to of all `tiles` tiles, in blocks of `block` (a multiple of 30), of `y[oh, ow, cout] = conv(x[h, w, cin], filter)`, the
 * filter transformed by winogradFilter, with the flags of simd.ts. Scratch: planes of V and M (see scratchOf in
 * src/kernels/winograd.ts). Units: six tiles.
 */
export function winograd(taps: i32, h: i32, w: i32, cin: i32, top: i32, left: i32, oh: i32, ow: i32, cout: i32, tiles: i32, block: i32,
  x: usize, planes: usize, y: usize, bias: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const n = taps + 3, across = (ow + 3) >> 2, down = (oh + 3) >> 2, perImage = across * down;
  const inPixel = <usize>cin << 2, outPixel = <usize>cout << 2;
  const stepV = planeStep(block, cin), stepM = planeStep(block, cout), stepU = planeStep(cin, (cout + 7) & ~7);
  const k = (scratch + TILE + 63) & ~63, v = k + BUFFERS, m = v + <usize>(n * n) * stepV, patch = m + <usize>(n * n) * stepM;
  if (flags & GATE) bias -= y; // from what is made to what is asked
  writeConstants(k);
  const end = min(tiles, UNIT * to);
  for (let first = UNIT * from; first < end; first += block) {
    const count = min(block, end - first);
    for (let t = 0; t < count; t++) {
      const image = (first + t) / perImage, at = (first + t) % perImage;
      inputTile(n, h, w, inPixel, x + <usize>(image * h * w) * inPixel, (at / across << 2) - top, (at % across << 2) - left,
        v + <usize>t * inPixel, stepV, k, patch);
    }
    for (let p = 0; p < n * n; p++) multiply(count, cin, cout, v + <usize>p * stepV, planes + <usize>p * stepU, m + <usize>p * stepM);
    for (let t = 0; t < count; t++) {
      const image = (first + t) / perImage, at = (first + t) % perImage;
      const y0 = at / across << 2, x0 = at % across << 2;
      outputTile(n, m + <usize>t * outPixel, stepM, outPixel, <usize>ow * outPixel, min(4, oh - y0), min(4, ow - x0),
        y + <usize>((image * oh + y0) * ow + x0) * outPixel, bias, flags, k);
    }
  }
}
