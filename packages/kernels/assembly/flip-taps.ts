// A filter [taps, size] with its taps in reverse order: turned by 180 degrees, for the gradient of a depthwise convolution's
// input, which is a depthwise convolution of the output's gradient.

/** Taps from..to of `y`. Units: taps. */
export function flipTaps(taps: i32, size: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const bytes = <usize>size << 2;
  for (let t = from; t < to; t++) memory.copy(y + <usize>t * bytes, x + <usize>(taps - 1 - t) * bytes, bytes);
}
