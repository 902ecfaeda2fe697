// Direct convolution: an implicit matrix product, nothing is unrolled to memory.
//
//   padded image (NHWC)              tile of the product
//   +-----------------------+
//   |[1-----]               |        six neighbouring pixels of an output row are the rows 1..6 of a tile,
//   |  [2-----]             |        8 filters its columns. The patch of a pixel is kh runs of kw * cin
//   |    [3-----]           |        floats, each contiguous in memory, so the tile kernel walks kh
//   |      ...              |        segments of that length; its row pointers are sw * cin floats apart.
//   +-----------------------+
//
// One panel of 8 filters (kh * kw * cin x 8 floats) stays in L1 while all pixels of an image pass; the image stays in L2.
// An image is padded into scratch just before it is used. Threads may cut it between rows: each pads what its rows need.
import { padImage } from "./pad";
import { GATE, SCRATCH } from "./simd";
import { tileByRows, tileRows } from "./tile";
import { tileColumns } from "./width";

/**
 * Rows from..to, of all images, of `y[oh, ow, cout] = conv(pad(x[h, w, cin]), filter)`, the filter packed by packFilter, with the
 * flags of simd.ts. Those of one image are done together. Scratch: one padded image, if `ph x pw` is not `h x w`. Units: rows of y.
 */
export function conv2d(h: i32, w: i32, cin: i32, ph: i32, pw: i32, top: i32, left: i32, kh: i32, kw: i32, oh: i32, ow: i32, cout: i32,
  sh: i32, sw: i32, x: usize, panels: usize, y: usize, bias: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const length = kw * cin, k = kh * length;
  const row = <usize>(pw * cin) << 2, pixel = <usize>(sw * cin) << 2, stepC = <usize>cout << 2;
  const padded = ph != h || pw != w;
  for (let unit = from; unit < to;) {
    const first = unit % oh, count = min(oh - first, to - unit);
    let image = x + (<usize>(unit / oh * h * w * cin) << 2);
    if (padded) {
      padImage(h, w, cin, (count - 1) * sh + kh, pw, top - first * sh, left, image, scratch + SCRATCH);
      image = scratch + SCRATCH;
    } else image += <usize>(first * sh) * row;
    const out = y + <usize>(unit * ow) * stepC;
    for (let j = 0; j < cout; j += tileColumns(cout - j)) {
      const panel = panels + (<usize>(j * k) << 2), byteJ = <usize>j << 2;
      const biasJ = flags & GATE ? bias - y : bias + byteJ;
      for (let r = 0; r < count; r++) {
        const source = image + <usize>(r * sh) * row, target = out + <usize>(r * ow) * stepC + byteJ;
        for (let q = 0; q < ow;) {
          const rest = ow - q, rows = tileRows(rest);
          tileByRows(rows, rest, cout - j, length, kh, source + <usize>q * pixel, pixel, row, panel, <usize>k << 5,
            target + <usize>q * stepC, stepC, biasJ, flags, scratch);
          q += rows;
        }
      }
    }
    unit += count;
  }
}
