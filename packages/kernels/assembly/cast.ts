// Conversions between the element types of tensors: 0 is float32, 1 is int32, 2 is bool (a byte, 0 or 1).
// Floats lose their fraction, saturate at the ends of int32, and NaN becomes 0; anything but zero, NaN too, is true.

/** Elements from..to of `y = x`. Units: elements. */
export function cast(source: i32, target: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  let i = from;
  if (source == 0 && target == 1) {
    for (; i + 4 <= to; i += 4) v128.store(y + (<usize>i << 2), i32x4.trunc_sat_f32x4_s(v128.load(x + (<usize>i << 2))));
    for (; i < to; i++) store<i32>(y + (<usize>i << 2), i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(f32x4.splat(load<f32>(x + (<usize>i << 2)))), 0));
  } else if (source == 1 && target == 0) {
    for (; i + 4 <= to; i += 4) v128.store(y + (<usize>i << 2), f32x4.convert_i32x4_s(v128.load(x + (<usize>i << 2))));
    for (; i < to; i++) store<f32>(y + (<usize>i << 2), <f32>load<i32>(x + (<usize>i << 2)));
  } else if (source == 0) {
    for (; i < to; i++) store<u8>(y + <usize>i, load<f32>(x + (<usize>i << 2)) != 0 ? 1 : 0);
  } else if (source == 1) {
    for (; i < to; i++) store<u8>(y + <usize>i, load<i32>(x + (<usize>i << 2)) != 0 ? 1 : 0);
  } else if (target == 0) {
    for (; i < to; i++) store<f32>(y + (<usize>i << 2), <f32>load<u8>(x + <usize>i));
  } else {
    for (; i < to; i++) store<i32>(y + (<usize>i << 2), <i32>load<u8>(x + <usize>i));
  }
}
