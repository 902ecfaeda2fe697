// Sine, cosine and tangent of four lanes. An angle is turned by quarters into [-π/4, π/4], where two polynomials will do:
//
//   x = q π/2 + r          q mod 4    0       1        2        3
//                          sin x      sin r   cos r    -sin r   -cos r
//
// Up to 2^27 r comes from float64, π/2 in two pieces of which the first has 25 bits, so that its product with q is exact. Beyond,
// the fraction of x 2/π is found among the bits of 2/π that matter (Payne and Hanek), one lane at a time.
import { madd } from "./simd";

/** 1.5 * 2^52: adding it rounds to an integer, which then stands in the low bits. */
// @ts-ignore: decorator
@inline const MAGIC: f64 = 6755399441055744;
// @ts-ignore: decorator
@inline const LARGE: f32 = 134217728;
// @ts-ignore: decorator
@inline const SINE: i32 = 0;
// @ts-ignore: decorator
@inline const TANGENT: i32 = 1;

/** Word `i` of the binary digits of 2/π behind the point. */
function digits(i: i32): u64 {
  switch (i) {
    case 0: return 0xa2f9836e4e441529;
    case 1: return 0xfc2757d1f534ddc0;
    case 2: return 0xdb6295993c439041;
    default: return 0xfe5163abdebbc561;
  }
}

/** `x 2/π mod 4` of a finite |x| >= 2^27, in units of 2^-62; of x = m 2^e only the digits from 2^1 2^-e on count. */
function quartersOf(x: f32): u64 {
  const bits = reinterpret<u32>(abs(x));
  const at = <i32>(bits >> 23) - 150 - 2, word = at >> 6, shift = <u64>(at & 63);
  const a = digits(word), b = digits(word + 1), c = digits(word + 2);
  // the shift by 64 in two steps
  const high = (a << shift) | ((b >> 1) >> (63 - shift)), low = (b << shift) | ((c >> 1) >> (63 - shift));
  const m = <u64>((bits & 0x7fffff) | 0x800000);
  const quarters = m * high + ((m * (low >> 32)) >> 32);
  return x < 0 ? 0 - quarters : quarters;
}

/** The function of `q π/2 + r`. */
// @ts-ignore: decorator
@inline
function turned(f: i32, r: v128, q: v128): v128 {
  const z = f32x4.mul(r, r);
  let p = madd(f32x4.splat(-1.95149576e-4), z, f32x4.splat(8.33215841e-3));
  p = madd(p, z, f32x4.splat(-1.66666546e-1));
  const sine = madd(f32x4.mul(p, z), r, r);
  p = madd(f32x4.splat(2.44380908e-5), z, f32x4.splat(-1.38873645e-3));
  p = madd(p, z, f32x4.splat(4.16666468e-2));
  const cosine = madd(f32x4.mul(p, z), z, madd(z, f32x4.splat(-0.5), f32x4.splat(1)));
  const odd = i32x4.ne(v128.and(q, i32x4.splat(1)), i32x4.splat(0));
  if (f == TANGENT) {
    const ratio = f32x4.div(v128.bitselect(cosine, sine, odd), v128.bitselect(sine, cosine, odd));
    return v128.xor(ratio, v128.and(odd, i32x4.splat(<i32>0x80000000)));
  }
  return v128.xor(v128.bitselect(cosine, sine, odd), i32x4.shl(v128.and(q, i32x4.splat(2)), 30));
}

/** The function of one large lane, `add` quarters on; Infinity and NaN give NaN. */
function turnedLarge(f: i32, x: f32, add: i32): f32 {
  if (!(abs(x) < Infinity)) return NaN;
  const quarters = quartersOf(x), whole = (quarters + (1 << 61)) >> 62;
  const r = <f64><i64>(quarters - (whole << 62)) * 3.406121580086554e-19; // π/2 2^-62
  return f32x4.extract_lane(turned(f, f32x4.splat(<f32>r), i32x4.splat(<i32>whole + add)), 0);
}

/** Puts the large lanes right. */
function withLarge(f: i32, x: v128, y: v128, add: i32): v128 {
  const large = f32x4.ge(f32x4.abs(x), f32x4.splat(LARGE));
  if (i32x4.extract_lane(large, 0)) y = f32x4.replace_lane(y, 0, turnedLarge(f, f32x4.extract_lane(x, 0), add));
  if (i32x4.extract_lane(large, 1)) y = f32x4.replace_lane(y, 1, turnedLarge(f, f32x4.extract_lane(x, 1), add));
  if (i32x4.extract_lane(large, 2)) y = f32x4.replace_lane(y, 2, turnedLarge(f, f32x4.extract_lane(x, 2), add));
  if (i32x4.extract_lane(large, 3)) y = f32x4.replace_lane(y, 3, turnedLarge(f, f32x4.extract_lane(x, 3), add));
  return y;
}

/** What is left of two angles when `n` quarters are taken. */
// @ts-ignore: decorator
@inline
function rest(x: v128, shifted: v128): v128 {
  const n = f64x2.sub(shifted, f64x2.splat(MAGIC));
  const r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(1.5707963109016418)));
  return f32x4.demote_f64x2_zero(f64x2.sub(r, f64x2.mul(n, f64x2.splat(1.5893254773528196e-8))));
}

// @ts-ignore: decorator
@inline
function function4(f: i32, x: v128, add: i32): v128 {
  const low = f64x2.promote_low_f32x4(x), high = f64x2.promote_low_f32x4(v128.shuffle<i64>(x, x, 1, 1));
  const ql = f64x2.add(f64x2.mul(low, f64x2.splat(0.6366197723675814)), f64x2.splat(MAGIC));
  const qh = f64x2.add(f64x2.mul(high, f64x2.splat(0.6366197723675814)), f64x2.splat(MAGIC));
  const r = v128.shuffle<i64>(rest(low, ql), rest(high, qh), 0, 2);
  const y = turned(f, r, i32x4.add(v128.shuffle<i32>(ql, qh, 0, 2, 4, 6), i32x4.splat(add)));
  return v128.any_true(f32x4.ge(f32x4.abs(x), f32x4.splat(LARGE))) ? withLarge(f, x, y, add) : y;
}

/** `sin x`, within 2 units in the last place. */
// @ts-ignore: decorator
@inline
export function sin4(x: v128): v128 {
  return v128.bitselect(x, function4(SINE, x, 0), f32x4.eq(x, f32x4.splat(0))); // keeps -0
}

/** `cos x`, within 2 units. */
// @ts-ignore: decorator
@inline
export function cos4(x: v128): v128 {
  return function4(SINE, x, 1);
}

/** `tan x`, within 4 units. */
// @ts-ignore: decorator
@inline
export function tan4(x: v128): v128 {
  return v128.bitselect(x, function4(TANGENT, x, 0), f32x4.eq(x, f32x4.splat(0)));
}
