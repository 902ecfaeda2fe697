// Element-wise comparisons with broadcasting, as in binary.ts; a result is a byte, 0 or 1.

// @ts-ignore: decorator
@inline export const EQUAL: i32 = 0;
// @ts-ignore: decorator
@inline export const NOT_EQUAL: i32 = 1;
// @ts-ignore: decorator
@inline export const LESS: i32 = 2;
// @ts-ignore: decorator
@inline export const LESS_EQUAL: i32 = 3;
/** Of a alone: whether it is ±Infinity, or neither that nor NaN. */
// @ts-ignore: decorator
@inline export const IS_INFINITE: i32 = 4;
// @ts-ignore: decorator
@inline export const IS_FINITE: i32 = 5;
/** Of a alone: whether its sign is minus, that of -0 and NaN too. */
// @ts-ignore: decorator
@inline export const IS_NEGATIVE: i32 = 6;
/** Added to the comparison for 32-bit integers. */
// @ts-ignore: decorator
@inline export const INTEGERS: i32 = 16;

/** All ones in the lanes in which it holds. */
// @ts-ignore: decorator
@inline
function holds(op: i32, a: v128, b: v128): v128 {
  if (op == EQUAL) return f32x4.eq(a, b);
  if (op == NOT_EQUAL) return f32x4.ne(a, b);
  if (op == LESS) return f32x4.lt(a, b);
  if (op == LESS_EQUAL) return f32x4.le(a, b);
  if (op == IS_INFINITE) return f32x4.eq(f32x4.abs(a), f32x4.splat(Infinity));
  if (op == IS_FINITE) return f32x4.lt(f32x4.abs(a), f32x4.splat(Infinity));
  if (op == IS_NEGATIVE) return i32x4.lt_s(a, i32x4.splat(0));
  if (op == INTEGERS + EQUAL) return i32x4.eq(a, b);
  if (op == INTEGERS + NOT_EQUAL) return i32x4.ne(a, b);
  if (op == INTEGERS + LESS) return i32x4.lt_s(a, b);
  return i32x4.le_s(a, b);
}

/** A row of `n` elements; `ia` and `ib` say whether an operand goes on (1) or stays (0). */
// @ts-ignore: decorator
@inline
function line(op: i32, a: usize, b: usize, y: usize, n: i32, ia: i32, ib: i32): void {
  const stepA = <usize>ia << 2, stepB = <usize>ib << 2, one = i32x4.splat(0x01010101);
  let i = 0;
  if (ia && ib) {
    for (; i + 4 <= n; i += 4, a += 16, b += 16) put4(y + <usize>i, v128.and(holds(op, v128.load(a), v128.load(b)), one));
  } else if (ia) {
    const other = v128.load32_splat(b);
    for (; i + 4 <= n; i += 4, a += 16) put4(y + <usize>i, v128.and(holds(op, v128.load(a), other), one));
  } else {
    const other = v128.load32_splat(a);
    for (; i + 4 <= n; i += 4, b += 16) put4(y + <usize>i, v128.and(holds(op, other, v128.load(b)), one));
  }
  for (; i < n; i++, a += stepA, b += stepB)
    store<u8>(y + <usize>i, i32x4.extract_lane(holds(op, v128.load32_splat(a), v128.load32_splat(b)), 0) & 1);
}

/** The lowest byte of each lane. */
// @ts-ignore: decorator
@inline
function put4(y: usize, v: v128): void {
  v128.store32_lane(y, i8x16.swizzle(v, i8x16(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), 0);
}

/** The same, the comparison known when it runs. */
function row(op: i32, a: usize, b: usize, y: usize, n: i32, ia: i32, ib: i32): void {
  switch (op) {
    case EQUAL: line(EQUAL, a, b, y, n, ia, ib); break;
    case NOT_EQUAL: line(NOT_EQUAL, a, b, y, n, ia, ib); break;
    case LESS: line(LESS, a, b, y, n, ia, ib); break;
    case LESS_EQUAL: line(LESS_EQUAL, a, b, y, n, ia, ib); break;
    case IS_INFINITE: line(IS_INFINITE, a, b, y, n, ia, ib); break;
    case IS_FINITE: line(IS_FINITE, a, b, y, n, ia, ib); break;
    case IS_NEGATIVE: line(IS_NEGATIVE, a, b, y, n, ia, ib); break;
    case INTEGERS + EQUAL: line(INTEGERS + EQUAL, a, b, y, n, ia, ib); break;
    case INTEGERS + NOT_EQUAL: line(INTEGERS + NOT_EQUAL, a, b, y, n, ia, ib); break;
    case INTEGERS + LESS: line(INTEGERS + LESS, a, b, y, n, ia, ib); break;
    default: line(INTEGERS + LESS_EQUAL, a, b, y, n, ia, ib);
  }
}

/** Rows from..to of `y = a op b`, as binary.ts has them. Units: rows. */
export function compare(op: i32, d1: i32, d2: i32, d3: i32, d4: i32, s0: i32, s1: i32, s2: i32, s3: i32, s4: i32,
  t0: i32, t1: i32, t2: i32, t3: i32, t4: i32, n: i32, ia: i32, ib: i32, a: usize, b: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i++) {
    let rest = i;
    const k4 = rest % d4; rest /= d4;
    const k3 = rest % d3; rest /= d3;
    const k2 = rest % d2; rest /= d2;
    const k1 = rest % d1, k0 = rest / d1;
    const at = k0 * s0 + k1 * s1 + k2 * s2 + k3 * s3 + k4 * s4, bt = k0 * t0 + k1 * t1 + k2 * t2 + k3 * t3 + k4 * t4;
    row(op, a + (<usize>at << 2), b + (<usize>bt << 2), y + <usize>(i * n), n, ia, ib);
  }
}
