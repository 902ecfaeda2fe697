// Functions of single 32-bit integers, four at a time; results wrap.

// @ts-ignore: decorator
@inline const ABS: i32 = 0;
// @ts-ignore: decorator
@inline const NEG: i32 = 1;
// @ts-ignore: decorator
@inline const SQUARE: i32 = 2;
// @ts-ignore: decorator
@inline const SIGN: i32 = 3;
// @ts-ignore: decorator
@inline const CLIP: i32 = 4;

// @ts-ignore: decorator
@inline
function compute(kind: i32, x: v128, low: v128, high: v128): v128 {
  if (kind == ABS) return i32x4.abs(x);
  if (kind == NEG) return i32x4.neg(x);
  if (kind == SQUARE) return i32x4.mul(x, x);
  if (kind == SIGN) return i32x4.sub(i32x4.lt_s(x, i32x4.splat(0)), i32x4.gt_s(x, i32x4.splat(0))); // what holds is -1
  return i32x4.min_s(i32x4.max_s(x, low), high);
}

// @ts-ignore: decorator
@inline
function apply(kind: i32, low: i32, high: i32, x: usize, y: usize, bytes: usize): void {
  const least = i32x4.splat(low), most = i32x4.splat(high), whole = bytes & ~15;
  let o: usize = 0;
  for (; o < whole; o += 16) v128.store(y + o, compute(kind, v128.load(x + o), least, most));
  for (; o < bytes; o += 4) v128.store32_lane(y + o, compute(kind, v128.load32_splat(x + o), least, most), 0);
}

/** Elements from..to of `y = f(x)`; the numbers of the functions are those of `integerUnaries` in src/functions.ts. Units: elements. */
export function unaryIntegers(kind: i32, low: i32, high: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  x += <usize>from << 2; y += <usize>from << 2;
  const bytes = <usize>(to - from) << 2;
  switch (kind) {
    case ABS: apply(ABS, low, high, x, y, bytes); break;
    case NEG: apply(NEG, low, high, x, y, bytes); break;
    case SQUARE: apply(SQUARE, low, high, x, y, bytes); break;
    case SIGN: apply(SIGN, low, high, x, y, bytes); break;
    default: apply(CLIP, low, high, x, y, bytes);
  }
}
