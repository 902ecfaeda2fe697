// Activations of four lanes, and their derivatives. NaN stays NaN in all of them.
import { expm1OfNegative4, expNormal4, withSign } from "./math";
import { madd } from "./simd";

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** `1 / (1 + e^-x)`, within 2 units in the last place. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  return f32x4.div(splat(1), f32x4.add(expNormal4(f32x4.neg(x)), splat(1)));
}

/** `tanh x`, within 2 units: `x + x^3 P(x^2)` below 0.625, `1 - 2 / (e^2|x| + 1)` above. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x), z = f32x4.mul(x, x);
  let p = splat(-5.6669773e-3);
  p = madd(p, z, splat(2.0606177e-2));
  p = madd(p, z, splat(-5.3730007e-2));
  p = madd(p, z, splat(1.3331331e-1));
  p = madd(p, z, splat(-3.3333278e-1));
  const small = madd(f32x4.mul(p, z), x, x);
  const large = f32x4.sub(splat(1), f32x4.div(splat(2), f32x4.add(expNormal4(f32x4.add(size, size)), splat(1))));
  return withSign(x, v128.bitselect(small, large, f32x4.lt(size, splat(0.625))));
}

/** `erf x`, within 2 units: `x + x P(x^2)` below 1, `1 - e^Q(|x|)` above, Q fitted to `ln erfc`. */
// @ts-ignore: decorator
@inline
export function erf4(x: v128): v128 {
  const size = f32x4.pmin(f32x4.abs(x), splat(4)), z = f32x4.mul(x, x);
  let p = splat(7.8538933e-5);
  p = madd(p, z, splat(-8.0102036e-4));
  p = madd(p, z, splat(5.1883291e-3));
  p = madd(p, z, splat(-2.6853813e-2));
  p = madd(p, z, splat(1.1283585e-1));
  p = madd(p, z, splat(-3.7612626e-1));
  p = madd(p, z, splat(1.2837917e-1));
  let q = splat(1.8677673e-4);
  q = madd(q, size, splat(-2.9518744e-3));
  q = madd(q, size, splat(2.1856302e-2));
  q = madd(q, size, splat(-1.0314795e-1));
  q = madd(q, size, splat(-6.3809359e-1));
  q = madd(q, size, splat(-1.1271225));
  q = madd(q, size, splat(-3.3269258e-4));
  return withSign(x, v128.bitselect(madd(p, x, x), f32x4.sub(splat(1), expNormal4(q)), f32x4.lt(size, splat(1))));
}

/** `ln (1 + e^x) = max(x, 0) + ln (1 + u)`, within 3 units; `u = e^-|x|` is at most 1, so that `2 artanh(u / (2 + u))` will do. */
// @ts-ignore: decorator
@inline
export function softplus4(x: v128): v128 {
  const u = expNormal4(f32x4.neg(f32x4.abs(x)));
  const s = f32x4.div(u, f32x4.add(u, splat(2))), z = f32x4.mul(s, s);
  let p = splat(1.4005993e-1);
  p = madd(p, z, splat(1.4000903e-1));
  p = madd(p, z, splat(2.0010763e-1));
  p = madd(p, z, splat(3.3333209e-1));
  const half = madd(f32x4.mul(p, z), s, s);
  return f32x4.add(f32x4.pmax(x, splat(0)), f32x4.add(half, half));
}

/** `x` above 0, `e^x - 1` below. */
// @ts-ignore: decorator
@inline
export function elu4(x: v128): v128 {
  return v128.bitselect(x, expm1OfNegative4(x), f32x4.gt(x, splat(0)));
}

/** 1.0507 times x above 0, times `1.6733 (e^x - 1)` below. */
// @ts-ignore: decorator
@inline
export function selu4(x: v128): v128 {
  return v128.bitselect(f32x4.mul(x, splat(1.050701)), f32x4.mul(expm1OfNegative4(x), splat(1.7580993)), f32x4.gt(x, splat(0)));
}

/** The part of the Gaussian below x, `(1 + erf(x / √2)) / 2`. */
// @ts-ignore: decorator
@inline
export function gaussian4(x: v128): v128 {
  return madd(erf4(f32x4.mul(x, splat(0.70710678))), splat(0.5), splat(0.5));
}

/** The same by the approximation of gelu, `(1 + tanh(√(2/π) (x + 0.044715 x³))) / 2 = sigmoid(2 √(2/π) (x + …))`. */
// @ts-ignore: decorator
@inline
export function gaussianApproximation4(x: v128): v128 {
  return sigmoid4(f32x4.mul(x, madd(f32x4.mul(x, x), splat(0.071354814), splat(1.5957691))));
}

/** What a function's value is multiplied with for its derivative: `y (1 - y)` for sigmoid. */
// @ts-ignore: decorator
@inline
export function sigmoidSlope(y: v128): v128 {
  return f32x4.mul(y, f32x4.sub(splat(1), y));
}

/** `1 - y²` for tanh. */
// @ts-ignore: decorator
@inline
export function tanhSlope(y: v128): v128 {
  return f32x4.sub(splat(1), f32x4.mul(y, y));
}
