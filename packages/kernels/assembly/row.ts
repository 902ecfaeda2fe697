// Sums and maxima of rows.
import { loadFloats } from "./part";

/** The sum of four lanes, in a fixed order. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 2)) + (f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 3));
}

/** The largest of `count` floats at `x`; NaN if one is. */
export function largest(x: usize, count: i32): f32 {
  let lanes = f32x4.splat(-Infinity), j = 0;
  for (; j + 4 <= count; j += 4) lanes = f32x4.max(lanes, v128.load(x + (<usize>j << 2)));
  let most = max<f32>(
    max<f32>(f32x4.extract_lane(lanes, 0), f32x4.extract_lane(lanes, 1)),
    max<f32>(f32x4.extract_lane(lanes, 2), f32x4.extract_lane(lanes, 3)),
  );
  for (; j < count; j++) most = max<f32>(most, load<f32>(x + (<usize>j << 2)));
  return most;
}

/** The sum of products of `count` floats at `x` and `y`. */
export function dot(x: usize, y: usize, count: i32): f32 {
  let lanes = f32x4.splat(0);
  for (let j = 0; j < count; j += 4) {
    const o = <usize>j << 2;
    lanes = f32x4.add(lanes, f32x4.mul(loadFloats(x + o, count - j), loadFloats(y + o, count - j)));
  }
  return sumLanes(lanes);
}
