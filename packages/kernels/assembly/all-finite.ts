// Whether all elements of an array are finite: what differs from itself is not, and makes the sum NaN.
import { loadFloats } from "./part";
import { startOf } from "./squares";

/** `sums[part]` is 0 where all of a part of `size` elements are finite, else NaN. Units: parts. */
export function allFinite(size: i32, parts: i32, x: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  for (let part = from; part < to; part++) {
    const end = startOf(part + 1, parts, size);
    let sum = f32x4.splat(0);
    for (let i = startOf(part, parts, size); i < end; i += 4) {
      const four = loadFloats(x + (<usize>i << 2), end - i);
      sum = f32x4.add(sum, f32x4.sub(four, four));
    }
    const pair = f32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
    store<f32>(sums + (<usize>part << 2), f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1));
  }
}
