// Remainders and rounded quotients of four lanes, with the sign of the divisor, in float64: it holds the quotient of two floats
// up to 2^28 and of any two 32-bit integers exactly, and so does it the products of quotients and divisors.

// @ts-ignore: decorator
@inline
function high(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 1);
}

/** `a - b trunc(a / b)` of the two lower lanes; a quotient that was rounded up to an integer left too little, of the other sign. */
// @ts-ignore: decorator
@inline
function remainder2(given: v128, divisor: v128): v128 {
  const a = f64x2.promote_low_f32x4(given), b = f64x2.abs(f64x2.promote_low_f32x4(divisor));
  const sizes = f64x2.abs(a);
  let rest = f64x2.sub(sizes, f64x2.mul(f64x2.trunc(f64x2.div(sizes, b)), b));
  rest = v128.bitselect(f64x2.add(rest, b), rest, f64x2.lt(rest, f64x2.splat(0)));
  return f32x4.demote_f64x2_zero(rest);
}

/** Remainders of lanes whose quotient is too large for that. */
function withLarge(rest: v128, a: v128, b: v128, large: v128): v128 {
  if (i32x4.extract_lane(large, 0)) rest = f32x4.replace_lane(rest, 0, f32x4.extract_lane(a, 0) % f32x4.extract_lane(b, 0));
  if (i32x4.extract_lane(large, 1)) rest = f32x4.replace_lane(rest, 1, f32x4.extract_lane(a, 1) % f32x4.extract_lane(b, 1));
  if (i32x4.extract_lane(large, 2)) rest = f32x4.replace_lane(rest, 2, f32x4.extract_lane(a, 2) % f32x4.extract_lane(b, 2));
  if (i32x4.extract_lane(large, 3)) rest = f32x4.replace_lane(rest, 3, f32x4.extract_lane(a, 3) % f32x4.extract_lane(b, 3));
  return rest;
}

/** `a - b ⌊a / b⌋` of floats; NaN for b = 0 and a = ±Infinity. */
export function mod4(a: v128, b: v128): v128 {
  const sizeA = f32x4.abs(a), sizeB = f32x4.abs(b), zero = f32x4.splat(0);
  let rest = v128.shuffle<i64>(remainder2(a, b), remainder2(high(a), high(b)), 0, 2);
  const large = v128.and(f32x4.gt(f32x4.div(sizeA, sizeB), f32x4.splat(134217728)), f32x4.gt(sizeB, zero));
  if (v128.any_true(large)) rest = withLarge(rest, sizeA, sizeB, large);
  rest = v128.bitselect(sizeA, rest, f32x4.lt(sizeA, sizeB)); // b may be infinite
  rest = v128.or(rest, v128.and(a, i32x4.splat(<i32>0x80000000)));
  const wrong = v128.and(v128.xor(f32x4.lt(b, zero), f32x4.lt(rest, zero)), f32x4.ne(rest, zero));
  return v128.bitselect(f32x4.add(rest, b), rest, wrong);
}

/** `⌊a / b⌋` of the two lower integers, in the low halves of two; 1.5 * 2^52 shows their bits, and lets them wrap. */
// @ts-ignore: decorator
@inline
function quotient2(a: v128, b: v128): v128 {
  const whole = f64x2.floor(f64x2.div(f64x2.convert_low_i32x4_s(a), f64x2.convert_low_i32x4_s(b)));
  return f64x2.add(whole, f64x2.splat(6755399441055744));
}

/** `⌊a / b⌋` of 32-bit integers, 0 for b = 0. */
export function floorDivIntegers4(a: v128, b: v128): v128 {
  const quotients = v128.shuffle<i32>(quotient2(a, b), quotient2(high(a), high(b)), 0, 2, 4, 6);
  return v128.andnot(quotients, i32x4.eq(b, i32x4.splat(0)));
}

/** `a - b ⌊a / b⌋` of 32-bit integers, 0 for b = 0. */
export function modIntegers4(a: v128, b: v128): v128 {
  const rest = i32x4.sub(a, i32x4.mul(b, floorDivIntegers4(a, b)));
  return v128.andnot(rest, i32x4.eq(b, i32x4.splat(0)));
}
