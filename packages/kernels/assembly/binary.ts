// Element-wise arithmetic of two operands with broadcasting: y[i0, .., i5] = a[i0 s0 + ..] op b[i0 t0 + ..].
//
// The caller merges axes that lie alike in both operands, so that what is left is a few outer axes and an inner one, along
// which each operand goes on by one element or stays where it is:
//
//   a [8, 1, 64, 32]              outer axes: 8 x 10       inner axis: 64 * 32, a and b both go on
//   b [8, 10, 64, 32]             strides of a: 2048, 0; of b: 20480, 2048
//
// The operation is a constant of each loop: the compiler makes loops of its own of every `case`. Operations that are long, and so
// have the time for a call, are functions.
import { atan2x4 } from "./inverse-trigonometry";
import { pow4 } from "./power";
import { floorDivIntegers4, mod4, modIntegers4 } from "./quotient";

// @ts-ignore: decorator
@inline export const ADD: i32 = 0;
// @ts-ignore: decorator
@inline export const SUB: i32 = 1;
// @ts-ignore: decorator
@inline export const MUL: i32 = 2;
// @ts-ignore: decorator
@inline export const DIV: i32 = 3;
// @ts-ignore: decorator
@inline export const MAX: i32 = 4;
// @ts-ignore: decorator
@inline export const MIN: i32 = 5;
// @ts-ignore: decorator
@inline export const SQUARED: i32 = 6;
// @ts-ignore: decorator
@inline export const POW: i32 = 7;
// @ts-ignore: decorator
@inline export const MOD: i32 = 8;
// @ts-ignore: decorator
@inline export const FLOOR_DIV: i32 = 9;
// @ts-ignore: decorator
@inline export const ATAN2: i32 = 10;
// @ts-ignore: decorator
@inline export const PRELU: i32 = 11;
/** To the powers 3, -1 and 1/2, whatever b is. */
// @ts-ignore: decorator
@inline export const CUBE: i32 = 12;
// @ts-ignore: decorator
@inline export const INVERSE: i32 = 13;
// @ts-ignore: decorator
@inline export const ROOT: i32 = 14;
/** The quotient, and 0 where b is 0. */
// @ts-ignore: decorator
@inline export const DIV_NO_NAN: i32 = 15;
/** Bits, of integers alone. */
// @ts-ignore: decorator
@inline export const AND: i32 = 12;
// @ts-ignore: decorator
@inline export const OR: i32 = 13;
// @ts-ignore: decorator
@inline export const XOR: i32 = 14;
// @ts-ignore: decorator
@inline export const LEFT: i32 = 15;
// @ts-ignore: decorator
@inline export const RIGHT: i32 = 16;
/** Added to the operation for 32-bit integers, which wrap. */
// @ts-ignore: decorator
@inline export const INTEGERS: i32 = 16;

/** `a^(1/2)`, which differs from the root for -0 and -Infinity. */
// @ts-ignore: decorator
@inline
function root(a: v128): v128 {
  const infinity = f32x4.splat(Infinity);
  return v128.bitselect(infinity, f32x4.sqrt(f32x4.add(a, f32x4.splat(0))), f32x4.eq(f32x4.abs(a), infinity));
}

/** Lanes moved by the lowest five bits of those of b. */
// @ts-ignore: decorator
@inline
function shifted(op: i32, a: v128, b: v128): v128 {
  const by0 = i32x4.extract_lane(b, 0), by1 = i32x4.extract_lane(b, 1), by2 = i32x4.extract_lane(b, 2), by3 = i32x4.extract_lane(b, 3);
  const left = op == INTEGERS + LEFT;
  let y = left ? i32x4.shl(a, by0) : i32x4.shr_s(a, by0);
  y = v128.shuffle<i32>(y, left ? i32x4.shl(a, by1) : i32x4.shr_s(a, by1), 0, 5, 2, 3);
  y = v128.shuffle<i32>(y, left ? i32x4.shl(a, by2) : i32x4.shr_s(a, by2), 0, 1, 6, 3);
  return v128.shuffle<i32>(y, left ? i32x4.shl(a, by3) : i32x4.shr_s(a, by3), 0, 1, 2, 7);
}

// @ts-ignore: decorator
@inline
function compute(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUB) return f32x4.sub(a, b);
  if (op == MUL) return f32x4.mul(a, b);
  if (op == DIV) return f32x4.div(a, b);
  if (op == MAX) return f32x4.max(a, b);
  if (op == MIN) return f32x4.min(a, b);
  if (op == SQUARED) return f32x4.mul(f32x4.sub(a, b), f32x4.sub(a, b));
  if (op == POW) return pow4(a, b);
  if (op == MOD) return mod4(a, b);
  if (op == FLOOR_DIV) return f32x4.floor(f32x4.div(a, b));
  if (op == ATAN2) return atan2x4(a, b);
  if (op == PRELU) return v128.bitselect(f32x4.mul(a, b), a, f32x4.lt(a, f32x4.splat(0)));
  if (op == CUBE) return f32x4.mul(f32x4.mul(a, a), a);
  if (op == INVERSE) return f32x4.div(f32x4.splat(1), a);
  if (op == ROOT) return root(a);
  if (op == DIV_NO_NAN) return v128.andnot(f32x4.div(a, b), f32x4.eq(b, f32x4.splat(0)));
  if (op == INTEGERS + ADD) return i32x4.add(a, b);
  if (op == INTEGERS + SUB) return i32x4.sub(a, b);
  if (op == INTEGERS + MUL) return i32x4.mul(a, b);
  if (op == INTEGERS + MAX) return i32x4.max_s(a, b);
  if (op == INTEGERS + MIN) return i32x4.min_s(a, b);
  if (op == INTEGERS + MOD) return modIntegers4(a, b);
  if (op == INTEGERS + FLOOR_DIV) return floorDivIntegers4(a, b);
  if (op == INTEGERS + AND) return v128.and(a, b);
  if (op == INTEGERS + OR) return v128.or(a, b);
  if (op == INTEGERS + XOR) return v128.xor(a, b);
  if (op == INTEGERS + LEFT || op == INTEGERS + RIGHT) return shifted(op, a, b);
  return i32x4.mul(i32x4.sub(a, b), i32x4.sub(a, b));
}

/** A row of `n` elements; `ia` and `ib` say whether an operand goes on (1) or stays (0). */
// @ts-ignore: decorator
@inline
function line(op: i32, a: usize, b: usize, y: usize, n: i32, ia: i32, ib: i32): void {
  const bytes = <usize>n << 2, whole = bytes & ~15;
  let i: usize = 0;
  if (ia && ib) {
    for (; i < whole; i += 16) v128.store(y + i, compute(op, v128.load(a + i), v128.load(b + i)));
    for (; i < bytes; i += 4) v128.store32_lane(y + i, compute(op, v128.load32_splat(a + i), v128.load32_splat(b + i)), 0);
  } else if (ia) {
    const one = v128.load32_splat(b);
    for (; i < whole; i += 16) v128.store(y + i, compute(op, v128.load(a + i), one));
    for (; i < bytes; i += 4) v128.store32_lane(y + i, compute(op, v128.load32_splat(a + i), one), 0);
  } else {
    const one = v128.load32_splat(a);
    for (; i < whole; i += 16) v128.store(y + i, compute(op, one, v128.load(b + i)));
    for (; i < bytes; i += 4) v128.store32_lane(y + i, compute(op, one, v128.load32_splat(b + i)), 0);
  }
}

/** A row of powers; one exponent for all of them is often a small one. */
function power(a: usize, b: usize, y: usize, n: i32, ia: i32, ib: i32): void {
  const exponent = ib ? <f32>0 : load<f32>(b);
  if (exponent == 2) line(MUL, a, a, y, n, 1, 1);
  else if (exponent == 3) line(CUBE, a, b, y, n, ia, ib);
  else if (exponent == -1) line(INVERSE, a, b, y, n, ia, ib);
  else if (exponent == 0.5) line(ROOT, a, b, y, n, ia, ib);
  else line(POW, a, b, y, n, ia, ib);
}

/** The same, the operation known when it runs. */
function row(op: i32, a: usize, b: usize, y: usize, n: i32, ia: i32, ib: i32): void {
  switch (op) {
    case ADD: line(ADD, a, b, y, n, ia, ib); break;
    case SUB: line(SUB, a, b, y, n, ia, ib); break;
    case MUL: line(MUL, a, b, y, n, ia, ib); break;
    case DIV: line(DIV, a, b, y, n, ia, ib); break;
    case MAX: line(MAX, a, b, y, n, ia, ib); break;
    case MIN: line(MIN, a, b, y, n, ia, ib); break;
    case SQUARED: line(SQUARED, a, b, y, n, ia, ib); break;
    case POW: power(a, b, y, n, ia, ib); break;
    case MOD: line(MOD, a, b, y, n, ia, ib); break;
    case FLOOR_DIV: line(FLOOR_DIV, a, b, y, n, ia, ib); break;
    case ATAN2: line(ATAN2, a, b, y, n, ia, ib); break;
    case PRELU: line(PRELU, a, b, y, n, ia, ib); break;
    case DIV_NO_NAN: line(DIV_NO_NAN, a, b, y, n, ia, ib); break;
    case INTEGERS + ADD: line(INTEGERS + ADD, a, b, y, n, ia, ib); break;
    case INTEGERS + SUB: line(INTEGERS + SUB, a, b, y, n, ia, ib); break;
    case INTEGERS + MUL: line(INTEGERS + MUL, a, b, y, n, ia, ib); break;
    case INTEGERS + MAX: line(INTEGERS + MAX, a, b, y, n, ia, ib); break;
    case INTEGERS + MIN: line(INTEGERS + MIN, a, b, y, n, ia, ib); break;
    case INTEGERS + MOD: line(INTEGERS + MOD, a, b, y, n, ia, ib); break;
    case INTEGERS + FLOOR_DIV: line(INTEGERS + FLOOR_DIV, a, b, y, n, ia, ib); break;
    case INTEGERS + AND: line(INTEGERS + AND, a, b, y, n, ia, ib); break;
    case INTEGERS + OR: line(INTEGERS + OR, a, b, y, n, ia, ib); break;
    case INTEGERS + XOR: line(INTEGERS + XOR, a, b, y, n, ia, ib); break;
    case INTEGERS + LEFT: line(INTEGERS + LEFT, a, b, y, n, ia, ib); break;
    case INTEGERS + RIGHT: line(INTEGERS + RIGHT, a, b, y, n, ia, ib); break;
    default: line(INTEGERS + SQUARED, a, b, y, n, ia, ib);
  }
}

/** Rows from..to of `y = a op b`, a row being the inner axis, `n` elements of 32 bits, at one place of the outer five. Units: rows. */
export function binary(op: i32, d1: i32, d2: i32, d3: i32, d4: i32, s0: i32, s1: i32, s2: i32, s3: i32, s4: i32,
  t0: i32, t1: i32, t2: i32, t3: i32, t4: i32, n: i32, ia: i32, ib: i32, a: usize, b: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i++) {
    let rest = i;
    const k4 = rest % d4; rest /= d4;
    const k3 = rest % d3; rest /= d3;
    const k2 = rest % d2; rest /= d2;
    const k1 = rest % d1, k0 = rest / d1;
    const at = k0 * s0 + k1 * s1 + k2 * s2 + k3 * s3 + k4 * s4, bt = k0 * t0 + k1 * t1 + k2 * t2 + k3 * t3 + k4 * t4;
    row(op, a + (<usize>at << 2), b + (<usize>bt << 2), y + (<usize>(i * n) << 2), n, ia, ib);
  }
}
