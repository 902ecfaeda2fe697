// Functions of single floats that have numbers of their own, four at a time. NaN stays NaN.

// @ts-ignore: decorator
@inline const LEAKY_RELU: i32 = 0;
// @ts-ignore: decorator
@inline const STEP: i32 = 1;
// @ts-ignore: decorator
@inline const CLIP: i32 = 2;

// @ts-ignore: decorator
@inline
function compute(kind: i32, x: v128, p: v128, q: v128): v128 {
  const zero = f32x4.splat(0);
  if (kind == LEAKY_RELU) return v128.bitselect(f32x4.mul(x, p), x, f32x4.lt(x, zero));
  if (kind == STEP) return v128.or(v128.bitselect(f32x4.splat(1), p, f32x4.gt(x, zero)), f32x4.ne(x, x)); // all bits set are NaN
  return f32x4.pmin(f32x4.pmax(x, p), q);
}

// @ts-ignore: decorator
@inline
function apply(kind: i32, p: f32, q: f32, x: usize, y: usize, bytes: usize): void {
  const first = f32x4.splat(p), second = f32x4.splat(q), whole = bytes & ~15;
  let o: usize = 0;
  for (; o < whole; o += 16) v128.store(y + o, compute(kind, v128.load(x + o), first, second));
  for (; o < bytes; o += 4) v128.store32_lane(y + o, compute(kind, v128.load32_splat(x + o), first, second), 0);
}

/**
 * Elements from..to: `p x` below 0 and x above; p up to 0 and 1 above; `min(max(x, p), q)`. The numbers of the functions are those of
 * `unariesWith` in src/functions.ts. Units: elements.
 */
export function unaryWith(kind: i32, p: f32, q: f32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  x += <usize>from << 2; y += <usize>from << 2;
  const bytes = <usize>(to - from) << 2;
  switch (kind) {
    case LEAKY_RELU: apply(LEAKY_RELU, p, q, x, y, bytes); break;
    case STEP: apply(STEP, p, q, x, y, bytes); break;
    default: apply(CLIP, p, q, x, y, bytes);
  }
}
