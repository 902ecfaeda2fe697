// Exponentials and logarithms of four lanes without tables: a table would be static data, and the module must own none.
// Polynomials were fitted for the smallest relative error on their interval. NaN stays NaN in all of them.
import { madd } from "./simd";

// @ts-ignore: decorator
@inline
function splat(x: f32): v128 {
  return f32x4.splat(x);
}

/** `y` with the sign of `x` on it, where `y` is positive or has that sign already. */
// @ts-ignore: decorator
@inline
export function withSign(x: v128, y: v128): v128 {
  return v128.or(y, v128.and(x, i32x4.splat(<i32>0x80000000)));
}

/** `2^half * 2^rest` with `half + rest = n`: one factor alone would be no float for n = 128 or below -126. */
// @ts-ignore: decorator
@inline
function scale(p: v128, n: v128): v128 {
  const half = i32x4.shr_s(n, 1), bias = i32x4.splat(127);
  p = f32x4.mul(p, i32x4.shl(i32x4.add(half, bias), 23));
  return f32x4.mul(p, i32x4.shl(i32x4.add(i32x4.sub(n, half), bias), 23));
}

/** 1.5 * 2^23: adding it rounds to an integer, which then stands in the low bits. */
// @ts-ignore: decorator
@inline const MAGIC: f32 = 12582912;

/** The rest `r` of `x = n ln 2 + r`, |r| <= ln 2 / 2, where `shifted` is n + MAGIC; ln 2 in two pieces, so that r is exact. */
// @ts-ignore: decorator
@inline
function remainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, splat(MAGIC));
  return madd(n, splat(2.12194440e-4), madd(n, splat(-0.693359375), x));
}

/** `(e^r - 1 - r) / r^2`. */
// @ts-ignore: decorator
@inline
function expTail(r: v128): v128 {
  let p = splat(1.9918384e-4);
  p = madd(p, r, splat(1.3946071e-3));
  p = madd(p, r, splat(8.3332639e-3));
  p = madd(p, r, splat(4.1666269e-2));
  p = madd(p, r, splat(1.6666667e-1));
  return madd(p, r, splat(0.5));
}

/** `e^x`, within 1 unit in the last place (2 below the normal floats, x < -87.3). */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, splat(-104)), splat(89));
  const shifted = madd(x, splat(1.44269504), splat(MAGIC));
  const r = remainder(x, shifted);
  const p = madd(expTail(r), f32x4.mul(r, r), r);
  return scale(f32x4.add(p, splat(1)), i32x4.sub(shifted, splat(MAGIC)));
}

/** `e^x / 2` of what is not below 0, within 1 unit: Infinity only where the half is. */
// @ts-ignore: decorator
@inline
export function halfExp4(x: v128): v128 {
  x = f32x4.pmin(x, splat(90));
  const shifted = madd(x, splat(1.44269504), splat(MAGIC));
  const r = remainder(x, shifted);
  const p = madd(expTail(r), f32x4.mul(r, r), r);
  return scale(f32x4.add(p, splat(1)), i32x4.sub(shifted, splat(MAGIC + 1)));
}

/**
 * `e^x` within 1 unit, with fewer instructions: 0 already below -87.33 and Infinity above 88.37, where the bits of n alone say
 * so in the exponent.
 */
// @ts-ignore: decorator
@inline
export function expNormal4(x: v128): v128 {
  x = f32x4.pmin(f32x4.pmax(x, splat(-88)), splat(88.7));
  const shifted = madd(x, splat(1.44269504), splat(MAGIC));
  const r = remainder(x, shifted);
  const p = f32x4.add(madd(expTail(r), f32x4.mul(r, r), r), splat(1));
  return f32x4.mul(p, i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23)));
}

/** Writes the constants of {@link expNormal4}, 56 bytes, which {@link storeExpNormal8} reads: V8 would build each anew at every use. */
export function writeExpConstants(k: usize): void {
  store<f32>(k, -88); store<f32>(k, 88.7, 4); store<f32>(k, 1.44269504, 8); store<f32>(k, MAGIC, 12);
  store<f32>(k, -0.693359375, 16); store<f32>(k, 2.12194440e-4, 20);
  store<f32>(k, 1.9918384e-4, 24); store<f32>(k, 1.3946071e-3, 28); store<f32>(k, 8.3332639e-3, 32); store<f32>(k, 4.1666269e-2, 36);
  store<f32>(k, 1.6666667e-1, 40); store<f32>(k, 0.5, 44); store<f32>(k, 1, 48); store<i32>(k, 127 << 23, 52);
}

/** {@link expNormal4} of two neighbours, of which engines make one vector of 256 bits, to `y`: the same bits. Gives their sum. */
// @ts-ignore: decorator
@inline
export function storeExpNormal8(y: usize, x0: v128, x1: v128, k: usize): v128 {
  let c = v128.load_splat<f32>(k), d = v128.load_splat<f32>(k, 4);
  x0 = f32x4.pmin(f32x4.pmax(x0, c), d);
  x1 = f32x4.pmin(f32x4.pmax(x1, c), d);
  c = v128.load_splat<f32>(k, 8);
  d = v128.load_splat<f32>(k, 12);
  const s0 = madd(x0, c, d), s1 = madd(x1, c, d), n0 = f32x4.sub(s0, d), n1 = f32x4.sub(s1, d);
  c = v128.load_splat<f32>(k, 16);
  d = v128.load_splat<f32>(k, 20);
  const r0 = madd(n0, d, madd(n0, c, x0)), r1 = madd(n1, d, madd(n1, c, x1));
  c = v128.load_splat<f32>(k, 24);
  d = v128.load_splat<f32>(k, 28);
  let p0 = madd(c, r0, d), p1 = madd(c, r1, d);
  c = v128.load_splat<f32>(k, 32);
  p0 = madd(p0, r0, c); p1 = madd(p1, r1, c);
  c = v128.load_splat<f32>(k, 36);
  p0 = madd(p0, r0, c); p1 = madd(p1, r1, c);
  c = v128.load_splat<f32>(k, 40);
  p0 = madd(p0, r0, c); p1 = madd(p1, r1, c);
  c = v128.load_splat<f32>(k, 44);
  p0 = madd(p0, r0, c); p1 = madd(p1, r1, c);
  c = v128.load_splat<f32>(k, 48);
  p0 = f32x4.add(madd(p0, f32x4.mul(r0, r0), r0), c);
  p1 = f32x4.add(madd(p1, f32x4.mul(r1, r1), r1), c);
  c = v128.load_splat<i32>(k, 52);
  const e0 = f32x4.mul(p0, i32x4.add(i32x4.shl(s0, 23), c)), e1 = f32x4.mul(p1, i32x4.add(i32x4.shl(s1, 23), c));
  v128.store(y, e0);
  v128.store(y, e1, 16);
  return f32x4.add(e0, e1);
}

/** `e^x - 1` of what is not above 0, likewise, see {@link expm14}. */
// @ts-ignore: decorator
@inline
export function expm1OfNegative4(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, splat(-20)), splat(0));
  const shifted = madd(x, splat(1.44269504), splat(MAGIC));
  const r = remainder(x, shifted);
  const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(127 << 23));
  return withSign(given, madd(madd(expTail(r), f32x4.mul(r, r), r), power, f32x4.sub(power, splat(1))));
}

/** `e^x - 1`, within 2 units: the rest's exponential without its 1 is scaled, and `2^n - 1` added, which is exact. */
// @ts-ignore: decorator
@inline
export function expm14(given: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(given, splat(-20)), splat(89));
  const shifted = madd(x, splat(1.44269504), splat(MAGIC));
  const r = remainder(x, shifted), n = i32x4.sub(shifted, splat(MAGIC));
  const p = madd(expTail(r), f32x4.mul(r, r), r);
  const power = scale(splat(1), n);
  const small = madd(p, power, f32x4.sub(power, splat(1)));
  return withSign(given, v128.bitselect(scale(f32x4.add(p, splat(1)), n), small, i32x4.gt_s(n, i32x4.splat(126))));
}

/** `ln x`, within 1 unit: `x = 2^e (1 + f)` with `1 + f` in [0.71, 1.42], and `ln (1 + f) = 2 artanh(f / (2 + f))`. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  const tiny = f32x4.lt(x, splat(1.17549435e-38)); // below the normal floats: taken 2^23 times
  const y = v128.bitselect(f32x4.mul(x, splat(8388608)), x, tiny);
  const shifted = i32x4.sub(y, i32x4.splat(0x3f3504f3)); // the bits of the root of 1/2
  const e = f32x4.sub(f32x4.convert_i32x4_s(i32x4.shr_s(shifted, 23)), v128.and(tiny, splat(23)));
  const f = f32x4.sub(i32x4.add(v128.and(shifted, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3)), splat(1));
  const s = f32x4.div(f, f32x4.add(f, splat(2))), z = f32x4.mul(s, s);
  let p = splat(2.3582576e-1);
  p = madd(p, z, splat(2.8537288e-1));
  p = madd(p, z, splat(4.0000334e-1));
  p = madd(p, z, splat(6.6666663e-1));
  const square = f32x4.mul(f32x4.mul(f, f), splat(0.5));
  // f - (square - s (square + z p)), the largest part last
  const small = f32x4.sub(f32x4.sub(square, madd(s, madd(p, z, square), f32x4.mul(e, splat(-2.12194440e-4)))), f);
  let result = f32x4.sub(f32x4.mul(e, splat(0.693359375)), small);
  result = v128.bitselect(splat(-Infinity), result, f32x4.eq(x, splat(0)));
  result = v128.bitselect(x, result, f32x4.eq(x, splat(Infinity)));
  return v128.bitselect(result, splat(NaN), f32x4.ge(x, splat(0)));
}

/** `ln (1 + x)`, within 2 units: what was lost in the sum, `x - ((1 + x) - 1)`, is put back to first order. */
// @ts-ignore: decorator
@inline
export function log1p4(x: v128): v128 {
  const y = f32x4.add(x, splat(1));
  const lost = f32x4.div(f32x4.sub(x, f32x4.sub(y, splat(1))), y);
  const result = log4(y);
  const exact = f32x4.eq(f32x4.abs(result), splat(Infinity));
  const corrected = v128.bitselect(result, f32x4.add(result, lost), exact);
  return v128.bitselect(x, corrected, f32x4.lt(f32x4.abs(x), splat(1e-7))); // keeps -0
}

/** `e^x` of one float. */
// @ts-ignore: decorator
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp4(splat(x)), 0);
}

/** `ln x` of one float. */
// @ts-ignore: decorator
@inline
export function log1(x: f32): f32 {
  return f32x4.extract_lane(log4(splat(x)), 0);
}
