// Sums of squares, in float64: two lanes hold them, so that errors do not grow with the length.

/** `sum` and the squares of four floats. */
// @ts-ignore: decorator
@inline
export function addSquares(sum: v128, x: v128): v128 {
  const low = f64x2.promote_low_f32x4(x), high = f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f64x2.add(sum, f64x2.add(f64x2.mul(low, low), f64x2.mul(high, high)));
}

/** Both lanes together, as a float. */
// @ts-ignore: decorator
@inline
export function total(sum: v128): f32 {
  return <f32>(f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

/** Where part number `part` of `size` elements starts: parts are whole vectors, but for the last. */
// @ts-ignore: decorator
@inline
export function startOf(part: i32, parts: i32, size: i32): i32 {
  return part == parts ? size : <i32>(<i64>size * part / parts) & ~3;
}
