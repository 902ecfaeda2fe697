// The part of a pooling or filter window that lies inside of the image.
//
//    window of 3 with dilation 2, start -1, image of 5:     . [x] .  x  .  x    taps 0, 1, 2 at -1, 1, 3
//                                                          -1  0  1  2  3  4    first tap inside: 1, end: 3

/** First tap whose position `start + tap * dilation` is not negative. */
// @ts-ignore: decorator
@inline
export function firstTap(start: i32, dilation: i32): i32 {
  return start >= 0 ? 0 : (dilation - 1 - start) / dilation;
}

/** One past the last of `taps` taps whose position is under `size`. */
// @ts-ignore: decorator
@inline
export function endTap(start: i32, dilation: i32, taps: i32, size: i32): i32 {
  return start >= size ? 0 : min(taps, (size - start + dilation - 1) / dilation);
}
