// Gradient of a convolution's filter: dw[r, (s, ci), co] = sum over images and pixels of x[pixel * stride + (r, s), ci] dy[pixel, co].
//
//   a block of the filter            is a product of
//   +------- cout -------+           - the patches' row r: kw * cin contiguous floats for each output pixel (6 of them are
//   |      [8]           | row 0       the rows of a tile), stepping by sw * cin along a row of pixels
//   | kw * cin           |           - 8 columns of dy
//   +--------------------+           over all pixels of all images. The block stays in L1 while an image passes; images are
//   |      [8]           | row 1     outside, so that one image and its dy (both in L2) serve all blocks.
import { ACCUMULATE } from "./simd";
import { tileByColumns, tileRows } from "./tile";
import { tileColumns } from "./width";

/**
 * Blocks from..to of `dw[kh, kw, cin, cout]`, for a padded `x[batch, ph, pw, cin]` and `dy[batch, oh, ow, cout]`; block q of a
 * filter row is its columns 8 q to 8 q + 7. With ACCUMULATE it adds to dw. Reads up to 20 bytes behind x. Units: blocks.
 */
export function conv2dFilterGradient(batch: i32, ph: i32, pw: i32, cin: i32, kh: i32, kw: i32, oh: i32, ow: i32, cout: i32,
  sh: i32, sw: i32, x: usize, dy: usize, dw: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const across = (cout + 7) >> 3, m = kw * cin, step = <usize>(sw * cin) << 2;
  const jump = <usize>((sh * pw - sw * ow) * cin) << 2; // from the end of a row of pixels to the next one's start
  const stepC = <usize>cout << 2;
  for (let n = 0; n < batch; n++) {
    const image = x + (<usize>(n * ph * pw * cin) << 2), gradient = dy + <usize>(n * oh * ow) * stepC;
    const f = n == 0 ? flags : flags | ACCUMULATE;
    for (let q = from; q < to;) {
      const j = q % across << 3, r = q / across, byteJ = <usize>j << 2;
      const columns = min(cout - j, to - q << 3);
      const block = dw + <usize>(r * m) * stepC + byteJ;
      const patches = image + (<usize>(r * pw * cin) << 2);
      for (let i = 0; i < m;) {
        const left = m - i, rows = tileRows(left);
        tileByColumns(rows, left, columns, ow, oh, patches + (<usize>i << 2), step, jump, gradient + byteJ, stepC, 0, 32,
          block + <usize>i * stepC, stepC, 0, f, scratch);
        i += rows;
      }
      q += tileColumns(columns) >> 3;
    }
  }
}
