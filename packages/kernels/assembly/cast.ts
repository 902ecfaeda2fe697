// Conversions between the element types of tensors: 0 is float32, 1 is int32, 2 is bool (a byte, 0 or 1).
// Floats lose their fraction, saturate at the ends of int32, and NaN becomes 0; anything but zero, NaN too, is true.

/** All ones in the lanes that are not 0. */
// @ts-ignore: decorator
@inline
function isTrue(floats: bool, x: v128): v128 {
  return floats ? f32x4.ne(x, f32x4.splat(0)) : i32x4.ne(x, i32x4.splat(0));
}

// @ts-ignore: decorator
@inline
function toBools(floats: bool, x: usize, y: usize, from: i32, to: i32): void {
  let i = from;
  for (; i + 16 <= to; i += 16) {
    const p = x + (<usize>i << 2);
    const ab = i16x8.narrow_i32x4_s(isTrue(floats, v128.load(p)), isTrue(floats, v128.load(p, 16)));
    const cd = i16x8.narrow_i32x4_s(isTrue(floats, v128.load(p, 32)), isTrue(floats, v128.load(p, 48)));
    v128.store(y + <usize>i, v128.and(i8x16.narrow_i16x8_s(ab, cd), i8x16.splat(1)));
  }
  for (; i < to; i++) store<u8>(y + <usize>i, i32x4.extract_lane(isTrue(floats, v128.load32_splat(x + (<usize>i << 2))), 0) & 1);
}

// @ts-ignore: decorator
@inline
function ofBools(floats: bool, x: usize, y: usize, from: i32, to: i32): void {
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x + <usize>i)));
    v128.store(y + (<usize>i << 2), floats ? f32x4.convert_i32x4_s(wide) : wide);
  }
  for (; i < to; i++) {
    const value = <i32>load<u8>(x + <usize>i), p = y + (<usize>i << 2);
    if (floats) store<f32>(p, <f32>value);
    else store<i32>(p, value);
  }
}

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
    toBools(true, x, y, from, to);
  } else if (source == 1) {
    toBools(false, x, y, from, to);
  } else if (target == 0) {
    ofBools(true, x, y, from, to);
  } else {
    ofBools(false, x, y, from, to);
  }
}
