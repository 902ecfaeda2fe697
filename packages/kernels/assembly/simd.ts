// What every kernel shares: one multiply-add, the flags of an output, and the end of a tile.

/** `a * b + c`: one fused instruction in the relaxed build, two in the simd build. The choice is made by the compiler. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

// The same bits as `flag` in src/abi.ts.
// @ts-ignore: decorator
@inline export const ACCUMULATE: i32 = 1;
// @ts-ignore: decorator
@inline export const BIAS: i32 = 2;
// @ts-ignore: decorator
@inline export const RELU: i32 = 4;
// @ts-ignore: decorator
@inline export const RELU6: i32 = 8;
// @ts-ignore: decorator
@inline export const COLUMNS: i32 = 16;
/** Of the tiles alone: what is made, times the factor at `bias`, is added to the output. */
// @ts-ignore: decorator
@inline export const DESCEND: i32 = 32;
/**
 * Of products and convolutions: `bias` is where the result of an activation lies, shaped as the output, and RELU and RELU6 say which;
 * what is made is the gradient behind it, 0 where the activation let nothing through.
 */
// @ts-ignore: decorator
@inline export const GATE: i32 = 64;

/** Four lanes of a gradient, where the activation of `flags` let its result y through; y may be what it was given, too. */
// @ts-ignore: decorator
@inline
export function mask(g: v128, y: v128, flags: i32): v128 {
  if (flags & (RELU | RELU6)) g = v128.and(g, f32x4.gt(y, f32x4.splat(0)));
  if (flags & RELU6) g = v128.and(g, f32x4.lt(y, f32x4.splat(6)));
  return g;
}

/** Bytes of scratch that belong to this file's callers for one tile of up to 8 x 16 floats. */
// @ts-ignore: decorator
@inline export const TILE: usize = 512;

/** Start of the scratch that a caller asked for (`scratchBytes` in src/abi.ts). */
// @ts-ignore: decorator
@inline export const SCRATCH: usize = 1 << 20;

/**
 * Applies `flags` to four lanes and stores them at `c`. pmax(x, 0) is `x < 0 ? 0 : x`, which keeps NaN and, unlike
 * f32x4.max, is one machine instruction.
 */
// @ts-ignore: decorator
@inline
export function put(c: usize, v: v128, bias: v128, flags: i32): void {
  if (flags & ACCUMULATE) v = f32x4.add(v, v128.load(c));
  if (flags & BIAS) v = f32x4.add(v, bias);
  v128.store(c, activated(v, flags));
}

/** Four lanes after the activation of `flags`. */
// @ts-ignore: decorator
@inline
export function activated(v: v128, flags: i32): v128 {
  if (flags & (RELU | RELU6)) v = f32x4.pmax(v, f32x4.splat(0));
  if (flags & RELU6) v = f32x4.pmin(v, f32x4.splat(6));
  return v;
}

/** The same for one element. */
// @ts-ignore: decorator
@inline
export function putOne(c: usize, v: f32, bias: usize, flags: i32): void {
  if (flags & ACCUMULATE) v += load<f32>(c);
  if (flags & BIAS) v += load<f32>(bias);
  if (flags & (RELU | RELU6)) v = v < 0 ? 0 : v;
  if (flags & RELU6) v = v > 6 ? 6 : v;
  store<f32>(c, v);
}
