// Sums and the like of rows of floats, in four or eight lanes that are added in a fixed order.
import { loadFloats } from "./part";
import { madd } from "./simd";

/** The sum of four lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 2)) + (f32x4.extract_lane(v, 1) + f32x4.extract_lane(v, 3));
}

/** The largest of `count` floats at `x`; what is not a number is passed over. */
export function largest(count: i32, x: usize): f32 {
  let a = f32x4.splat(-Infinity), b = a, j = 0;
  for (; j + 8 <= count; j += 8) {
    const p = x + (<usize>j << 2);
    a = f32x4.pmax(a, v128.load(p));
    b = f32x4.pmax(b, v128.load(p, 16));
  }
  a = f32x4.pmax(a, b);
  let most = max<f32>(
    max<f32>(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1)),
    max<f32>(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3)),
  );
  for (; j < count; j++) {
    const v = load<f32>(x + (<usize>j << 2));
    if (v > most) most = v;
  }
  return most;
}

/** The sum of products of `count` floats at `x` and `y`. */
export function dot(count: i32, x: usize, y: usize): f32 {
  let a = f32x4.splat(0), b = a, j = 0;
  for (; j + 8 <= count; j += 8) {
    const o = <usize>j << 2;
    a = madd(v128.load(x + o), v128.load(y + o), a);
    b = madd(v128.load(x + o, 16), v128.load(y + o, 16), b);
  }
  for (; j < count; j += 4) a = madd(loadFloats(x + (<usize>j << 2), count - j), loadFloats(y + (<usize>j << 2), count - j), a);
  return sumLanes(f32x4.add(a, b));
}

/** The sum of `count` floats at `x`. */
export function sumFloats(count: i32, x: usize): f32 {
  let a = f32x4.splat(0), b = a, j = 0;
  for (; j + 8 <= count; j += 8) {
    const p = x + (<usize>j << 2);
    a = f32x4.add(a, v128.load(p));
    b = f32x4.add(b, v128.load(p, 16));
  }
  for (; j < count; j += 4) a = f32x4.add(a, loadFloats(x + (<usize>j << 2), count - j));
  return sumLanes(f32x4.add(a, b));
}

/** `count` floats at `x` times a number, in place. */
export function scaleFloats(count: i32, x: usize, scale: f32): void {
  const factor = f32x4.splat(scale);
  let j = 0;
  for (; j + 8 <= count; j += 8) {
    const p = x + (<usize>j << 2), a = f32x4.mul(v128.load(p), factor), b = f32x4.mul(v128.load(p, 16), factor);
    v128.store(p, a);
    v128.store(p, b, 16);
  }
  for (; j < count; j++) store<f32>(x + (<usize>j << 2), load<f32>(x + (<usize>j << 2)) * scale);
}
