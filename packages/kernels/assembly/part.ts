// Up to four floats as a vector: the end of a row whose length is no multiple of four. Lanes that are not there are 0.

/** The first `count` (1, 2 or 3) floats at `p`. */
function loadPart(p: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(p);
  const two = v128.load64_zero(p);
  return count == 2 ? two : v128.load32_lane(p, two, 2, 8);
}

/** Stores the first `count` (1, 2 or 3) lanes at `p`. */
function storePart(p: usize, v: v128, count: i32): void {
  if (count == 1) { v128.store32_lane(p, v, 0); return; }
  v128.store64_lane(p, v, 0);
  if (count == 3) v128.store32_lane(p, v, 2, 8);
}

/** `min(4, count)` floats at `p`. */
// @ts-ignore: decorator
@inline
export function loadFloats(p: usize, count: i32): v128 {
  return count >= 4 ? v128.load(p) : loadPart(p, count);
}

/** Stores `min(4, count)` lanes at `p`. */
// @ts-ignore: decorator
@inline
export function storeFloats(p: usize, v: v128, count: i32): void {
  if (count >= 4) v128.store(p, v);
  else storePart(p, v, count);
}

/** The first `count` lanes; the others become 0. */
// @ts-ignore: decorator
@inline
export function keepFloats(v: v128, count: i32): v128 {
  return count >= 4 ? v : v128.and(v, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}
