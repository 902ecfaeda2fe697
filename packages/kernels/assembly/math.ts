// Exponential and logarithm without tables: a table would be static data, and the module must own none.
import { madd } from "./simd";

/**
 * `e^x` of four lanes, to about one unit in the last place: x = n ln 2 + r with |r| <= ln 2 / 2 (ln 2 in two pieces, so that
 * r is exact), a polynomial of degree 6 for e^r (Cephes' expf), and n added to the exponent. 0 below -87.3, Infinity above 88.7.
 */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // n is -126..127 in the range that survives; 2^127 * 2 would not be a float, so n is split
  const half = i32x4.shr_s(i32x4.trunc_sat_f32x4_s(n), 1), rest = i32x4.sub(i32x4.trunc_sat_f32x4_s(n), half);
  const bias = i32x4.splat(127);
  p = f32x4.mul(p, i32x4.shl(i32x4.add(half, bias), 23));
  p = f32x4.mul(p, i32x4.shl(i32x4.add(rest, bias), 23));
  p = v128.bitselect(f32x4.splat(0), p, f32x4.lt(x, f32x4.splat(-87.3)));
  p = v128.bitselect(f32x4.splat(Infinity), p, f32x4.gt(x, f32x4.splat(88.72)));
  return v128.bitselect(x, p, f32x4.ne(x, x)); // NaN stays
}

/** `e^x` of one float. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0);
}

/** `ln x` of a normal positive float: the exponent, and 2 artanh((m - 1) / (m + 1)) of a mantissa near 1. */
export function log1(x: f32): f32 {
  if (!(x < Infinity)) return x;
  const bits = reinterpret<i32>(x);
  let e = (bits >> 23) - 127;
  let m = reinterpret<f32>((bits & 0x7fffff) | 0x3f800000);
  if (m > <f32>1.41421356) { m *= <f32>0.5; e++; }
  const s = (m - 1) / (m + 1), z = s * s;
  const series = s * (2 + z * (<f32>0.66666666 + z * (<f32>0.4 + z * (<f32>0.28571430 + z * <f32>0.22222222))));
  return <f32>e * <f32>0.69314718 + series;
}
