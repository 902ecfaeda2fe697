// Zero-padded copy of an image batch, or a cropped one where an offset is negative.
//
//        left   w          pw
//       +---+--------+---+
//   top | 0   0    0   0 |
//       | 0 | image  | 0 |  ph
//       | 0   0    0   0 |
//       +----------------+

/** One image of `[h, w, c]` to `[ph, pw, c]`, its first pixel at row `top`, column `left`. */
export function padImage(h: i32, w: i32, c: i32, ph: i32, pw: i32, top: i32, left: i32, x: usize, y: usize): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel, wide = <usize>pw * pixel;
  const first = max(0, left), last = max(first, min(pw, left + w)); // columns of y that hold pixels
  const copied = <usize>(last - first) * pixel, before = <usize>first * pixel;
  const skip = <usize>(first - left) * pixel;
  for (let i = 0; i < ph; i++, y += wide) {
    const source = i - top;
    if (source < 0 || source >= h || copied == 0) {
      memory.fill(y, 0, wide);
      continue;
    }
    memory.fill(y, 0, before);
    memory.copy(y + before, x + <usize>source * row + skip, copied);
    memory.fill(y + before + copied, 0, wide - before - copied);
  }
}

/** Images from..to of a batch. Units: images. */
export function pad(h: i32, w: i32, c: i32, ph: i32, pw: i32, top: i32, left: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const size = <usize>(h * w * c) << 2, padded = <usize>(ph * pw * c) << 2;
  for (let n = from; n < to; n++) padImage(h, w, c, ph, pw, top, left, x + <usize>n * size, y + <usize>n * padded);
}
