// Hyperbolic functions of four lanes and their inverses.
import { halfExp4, log1p4, withSign } from "./math";
import { madd } from "./simd";

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** From here on `asinh x` and `acosh x` are `ln 2x`, and `(x - 1) + 1` is x. */
// @ts-ignore: decorator
@inline const FAR: f32 = 8192;

/** `sinh x`, within 2 units in the last place: `x + x³ P(x²)` below 1, `h - 1 / 4h` above, `h = e^|x| / 2`. */
// @ts-ignore: decorator
@inline
export function sinh4(x: v128): v128 {
  const size = f32x4.abs(x), z = f32x4.mul(x, x), h = halfExp4(size);
  let p = madd(splat(2.81750188e-6), z, splat(1.98360558e-4));
  p = madd(p, z, splat(8.33335065e-3));
  p = madd(p, z, splat(1.66666665e-1));
  const small = madd(f32x4.mul(p, z), x, x);
  return withSign(x, v128.bitselect(small, f32x4.sub(h, f32x4.div(splat(0.25), h)), f32x4.lt(size, splat(1))));
}

/** `cosh x = h + 1 / 4h`, within 2 units. */
// @ts-ignore: decorator
@inline
export function cosh4(x: v128): v128 {
  const h = halfExp4(f32x4.abs(x));
  return f32x4.add(h, f32x4.div(splat(0.25), h));
}

/** `ln (1 + near)`, or `ln 2x` where x is far. */
// @ts-ignore: decorator
@inline
function logarithm(x: v128, near: v128): v128 {
  const far = f32x4.gt(x, splat(FAR));
  return f32x4.add(log1p4(v128.bitselect(f32x4.sub(x, splat(1)), near, far)), v128.and(far, splat(0.6931472)));
}

/** `asinh x = ln (|x| + √(x² + 1))` with the sign of x, within 2.5 units. */
// @ts-ignore: decorator
@inline
export function asinh4(x: v128): v128 {
  const a = f32x4.abs(x), z = f32x4.mul(a, a);
  const root = f32x4.sqrt(f32x4.add(z, splat(1)));
  return withSign(x, logarithm(a, f32x4.add(a, f32x4.div(z, f32x4.add(root, splat(1))))));
}

/** `acosh x = ln (x + √(x² - 1))`, within 2.5 units; NaN below 1. */
// @ts-ignore: decorator
@inline
export function acosh4(x: v128): v128 {
  const t = f32x4.sub(x, splat(1));
  const y = logarithm(x, f32x4.add(t, f32x4.sqrt(madd(t, t, f32x4.add(t, t)))));
  return v128.bitselect(y, splat(NaN), f32x4.ge(x, splat(1)));
}

/** `atanh x = ln (1 + 2|x| / (1 - |x|)) / 2` with the sign of x, within 2.5 units; NaN beyond 1. */
// @ts-ignore: decorator
@inline
export function atanh4(x: v128): v128 {
  const a = f32x4.abs(x);
  return withSign(x, f32x4.mul(log1p4(f32x4.div(f32x4.add(a, a), f32x4.sub(splat(1), a))), splat(0.5)));
}
