// x^y of four lanes as 2^(y log2 |x|) in float64, two lanes at a time: rounding to float32 comes last, and with it subnormal and
// infinite results. What IEEE 754 says of zeros, infinities, NaN and negative bases is then put right.

// @ts-ignore: decorator
@inline
function fma(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

// @ts-ignore: decorator
@inline
function splat(x: f64): v128 {
  return f64x2.splat(x);
}

/** `log2 m = s Q(s²)`, `s = (m - 1) / (m + 1)`, of two m in [0.71, 1.42]. */
// @ts-ignore: decorator
@inline
function log2OfMantissa(m: v128): v128 {
  const s = f64x2.div(f64x2.sub(m, splat(1)), f64x2.add(m, splat(1))), z = f64x2.mul(s, s);
  let p = fma(splat(0.34074744318814254), z, splat(0.4116717490763419));
  p = fma(p, z, splat(0.5770836018780073));
  p = fma(p, z, splat(0.9617966732476853));
  return f64x2.mul(fma(p, z, splat(2.8853900817901685)), s);
}

/** `2^t` of two t in [-200, 200]: n is the nearest integer, and 1.5 * 2^52 the number that shows its bits. */
// @ts-ignore: decorator
@inline
function exp2(t: v128): v128 {
  const shifted = f64x2.add(t, splat(6755399441055744));
  const f = f64x2.sub(t, f64x2.sub(shifted, splat(6755399441055744)));
  let p = fma(splat(1.5345811586417804e-4), f, splat(1.3399931215911584e-3));
  p = fma(p, f, splat(9.61848895866238e-3));
  p = fma(p, f, splat(5.550328776975474e-2));
  p = fma(p, f, splat(2.4022646890619742e-1));
  p = fma(p, f, splat(6.931472057372631e-1));
  p = fma(p, f, splat(1.0000000005541685));
  return f64x2.mul(p, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}

// @ts-ignore: decorator
@inline
function powerOfTwo(m: v128, e: v128, y: v128): v128 {
  const t = f64x2.mul(f64x2.add(log2OfMantissa(f64x2.promote_low_f32x4(m)), f64x2.convert_low_i32x4_s(e)), f64x2.promote_low_f32x4(y));
  return f32x4.demote_f64x2_zero(exp2(f64x2.pmin(f64x2.pmax(t, splat(-200)), splat(200))));
}

/** `|x|^y` of positive finite x. */
// @ts-ignore: decorator
@inline
function powerOfSize(size: v128, y: v128): v128 {
  const tiny = f32x4.lt(size, f32x4.splat(1.17549435e-38)); // below the normal floats: taken 2^23 times
  const normal = v128.bitselect(f32x4.mul(size, f32x4.splat(8388608)), size, tiny);
  const shifted = i32x4.sub(normal, i32x4.splat(0x3f3504f3)); // the bits of the root of 1/2
  const e = i32x4.sub(i32x4.shr_s(shifted, 23), v128.and(tiny, i32x4.splat(23)));
  const m = i32x4.add(v128.and(shifted, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
  const low = powerOfTwo(m, e, y);
  const high = powerOfTwo(v128.shuffle<i64>(m, m, 1, 1), v128.shuffle<i64>(e, e, 1, 1), v128.shuffle<i64>(y, y, 1, 1));
  return v128.shuffle<i64>(low, high, 0, 2);
}

/** `x^y`, within 0.6 units in the last place. */
export function pow4(x: v128, y: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1), infinity = f32x4.splat(Infinity);
  const size = f32x4.abs(x), isInteger = f32x4.eq(f32x4.floor(y), y), half = f32x4.mul(y, f32x4.splat(0.5));
  const isOdd = v128.andnot(isInteger, f32x4.eq(f32x4.floor(half), half));
  let p = powerOfSize(size, y);
  // 0 and Infinity to a power, whose sign alone counts; they change places where it is negative
  const isEnd = v128.or(f32x4.eq(size, zero), f32x4.eq(size, infinity));
  const end = v128.bitselect(infinity, zero, v128.xor(f32x4.eq(size, infinity), f32x4.lt(y, zero)));
  p = v128.bitselect(end, p, isEnd);
  const isEndless = f32x4.eq(f32x4.abs(y), infinity), grows = v128.xor(f32x4.gt(size, one), f32x4.lt(y, zero));
  p = v128.bitselect(v128.bitselect(infinity, zero, grows), p, isEndless);
  p = v128.xor(p, v128.and(v128.and(x, isOdd), i32x4.splat(<i32>0x80000000)));
  const isRoot = v128.andnot(v128.and(f32x4.lt(x, zero), f32x4.lt(size, infinity)), isInteger);
  p = v128.or(p, v128.or(isRoot, v128.or(f32x4.ne(x, x), f32x4.ne(y, y)))); // all bits set are NaN
  p = v128.bitselect(one, p, v128.and(f32x4.eq(size, one), isEndless));
  return v128.bitselect(one, p, v128.or(f32x4.eq(y, zero), f32x4.eq(x, one)));
}
