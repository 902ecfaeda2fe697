// Arcus functions of four lanes: polynomials near 0, to which identities lead. π and its parts are two floats each, of which the
// second makes up for what the first has been rounded by.
import { withSign } from "./math";
import { madd } from "./simd";

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

// @ts-ignore: decorator
@inline const HALF_PI: f32 = 1.5707964;
// @ts-ignore: decorator
@inline const HALF_PI_REST: f32 = -4.371139e-8;

/** `atan t` for |t| <= tan π/8. */
// @ts-ignore: decorator
@inline
function atanSmall(t: v128): v128 {
  const z = f32x4.mul(t, t);
  let p = madd(splat(-6.08115577e-2), z, splat(1.05951397e-1));
  p = madd(p, z, splat(-1.42437388e-1));
  p = madd(p, z, splat(1.9998484e-1));
  p = madd(p, z, splat(-3.33333154e-1));
  return madd(f32x4.mul(p, z), t, t);
}

/**
 * `atan (small / large)`, 0 <= small <= large: above tan π/8 it is `π/4 + atan ((small - large) / (small + large))`, one division in
 * either case.
 */
// @ts-ignore: decorator
@inline
function atanOfRatio(small: v128, large: v128): v128 {
  const far = f32x4.gt(small, f32x4.mul(large, splat(0.41421357)));
  const above = v128.bitselect(f32x4.sub(small, large), small, far);
  const below = v128.bitselect(f32x4.add(small, large), large, far);
  const part = f32x4.add(atanSmall(f32x4.div(above, below)), v128.and(far, splat(-2.1855695e-8)));
  return f32x4.add(part, v128.and(far, splat(0.7853982)));
}

/** `π/2 - a` where `turn`, else a. */
// @ts-ignore: decorator
@inline
function complement(a: v128, turn: v128): v128 {
  return v128.bitselect(f32x4.sub(splat(HALF_PI), f32x4.sub(a, splat(HALF_PI_REST))), a, turn);
}

/** `atan x`, within 2.5 units in the last place. */
// @ts-ignore: decorator
@inline
export function atan4(x: v128): v128 {
  const size = f32x4.abs(x), one = splat(1), far = f32x4.gt(size, one);
  return withSign(x, complement(atanOfRatio(f32x4.div(v128.bitselect(one, size, far), v128.bitselect(size, one, far)), one), far));
}

/** The angle of the point (x, y), within 3 units; zeros and infinities count by their signs. */
export function atan2x4(y: v128, x: v128): v128 {
  const a = f32x4.abs(y), b = f32x4.abs(x), steep = f32x4.gt(a, b), one = splat(1);
  let small = v128.bitselect(b, a, steep), large = v128.bitselect(a, b, steep);
  // 0 / 0 is 0 here, and of infinities only how many there are counts
  large = v128.bitselect(one, large, f32x4.eq(large, splat(0)));
  const endless = f32x4.eq(large, splat(Infinity));
  small = v128.bitselect(v128.and(one, f32x4.eq(small, large)), small, endless);
  large = v128.bitselect(one, large, endless);
  const huge = v128.bitselect(splat(0.25), one, f32x4.gt(large, splat(1e38))); // so that their sum is finite
  let angle = complement(atanOfRatio(f32x4.mul(small, huge), f32x4.mul(large, huge)), steep);
  const behind = i32x4.shr_s(x, 31);
  angle = v128.bitselect(f32x4.sub(splat(3.1415927), f32x4.sub(angle, splat(-8.742278e-8))), angle, behind);
  return v128.or(withSign(y, angle), v128.or(f32x4.ne(x, x), f32x4.ne(y, y))); // all bits set are NaN
}

/** `(asin w - w) / w`, w² = z <= 1/4. */
// @ts-ignore: decorator
@inline
function asinTail(z: v128): v128 {
  let p = madd(splat(3.75781818e-2), z, splat(1.43937888e-2));
  p = madd(p, z, splat(3.18198233e-2));
  p = madd(p, z, splat(4.45154706e-2));
  p = madd(p, z, splat(7.50051213e-2));
  p = madd(p, z, splat(1.66666599e-1));
  return f32x4.mul(p, z);
}

/** `asin x`, within 2.5 units: above 1/2 it is `π/2 - 2 asin √((1 - x) / 2)`. */
// @ts-ignore: decorator
@inline
export function asin4(x: v128): v128 {
  const size = f32x4.abs(x), far = f32x4.gt(size, splat(0.5));
  const z = v128.bitselect(f32x4.mul(f32x4.sub(splat(1), size), splat(0.5)), f32x4.mul(x, x), far);
  const w = v128.bitselect(f32x4.sqrt(z), size, far), a = madd(asinTail(z), w, w);
  return withSign(x, complement(v128.bitselect(f32x4.add(a, a), a, far), far));
}

/** `acos x`, within 1.5 units: `π/2 - asin x` up to 1/2, beyond it twice `asin √((1 - |x|) / 2)`, or what that lacks to π. */
// @ts-ignore: decorator
@inline
export function acos4(x: v128): v128 {
  const size = f32x4.abs(x), far = f32x4.gt(size, splat(0.5));
  const z = v128.bitselect(f32x4.mul(f32x4.sub(splat(1), size), splat(0.5)), f32x4.mul(x, x), far);
  const w = v128.bitselect(f32x4.sqrt(z), x, far), a = madd(asinTail(z), w, w), twice = f32x4.add(a, a);
  const beyond = v128.bitselect(f32x4.sub(splat(3.1415927), f32x4.sub(twice, splat(-8.742278e-8))), twice, f32x4.lt(x, splat(0)));
  return v128.bitselect(beyond, complement(a, f32x4.eq(z, z)), far);
}
