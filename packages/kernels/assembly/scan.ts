// Running sums and products of the middle axis of [outer, length, inner].
//
//   inner = 1: four numbers of a row at a time, each sum of pairs and then of fours, and what has come before
//
//     a   b   c   d          a  b+a  c+b  d+c        a  b+a  c+b+a  d+c+b+a        + carry
//
//   inner > 1: strips of 16 columns walk down, as in reduce.ts
//
// What is added in the place of nothing is -0, so that -0 stays.

// @ts-ignore: decorator
@inline const SUM: i32 = 0;
// @ts-ignore: decorator
@inline const PROD: i32 = 1;
/** Added to the operation for 32-bit integers, which wrap. */
// @ts-ignore: decorator
@inline const INTEGERS: i32 = 16;

// @ts-ignore: decorator
@inline
function join(op: i32, a: v128, b: v128): v128 {
  if (op == SUM) return f32x4.add(a, b);
  if (op == PROD) return f32x4.mul(a, b);
  if (op == INTEGERS + SUM) return i32x4.add(a, b);
  return i32x4.mul(a, b);
}

/** What changes nothing. */
// @ts-ignore: decorator
@inline
function nothing(op: i32): v128 {
  if (op == SUM) return f32x4.splat(-0.0);
  if (op == PROD) return f32x4.splat(1);
  return i32x4.splat(op == INTEGERS + SUM ? 0 : 1);
}

/** What an exclusive scan begins with. */
// @ts-ignore: decorator
@inline
function start(op: i32): v128 {
  return op == SUM ? f32x4.splat(0) : nothing(op);
}

/** A row of `length` numbers, from its end where `reverse`. */
// @ts-ignore: decorator
@inline
function row(op: i32, exclusive: i32, reverse: i32, length: i32, x: usize, y: usize): void {
  const none = nothing(op), whole = length & ~3;
  let carry = exclusive ? start(op) : none, i = 0;
  for (; i < whole; i += 4) {
    const at = <usize>(reverse ? length - 4 - i : i) << 2;
    let v = v128.load(x + at);
    if (reverse) v = v128.shuffle<i32>(v, v, 3, 2, 1, 0);
    v = join(op, v, v128.shuffle<i32>(none, v, 0, 4, 5, 6));
    v = join(op, v, v128.shuffle<i32>(none, v, 0, 1, 4, 5));
    v = join(op, v, carry);
    let out = exclusive ? v128.shuffle<i32>(carry, v, 3, 4, 5, 6) : v;
    carry = v128.shuffle<i32>(v, v, 3, 3, 3, 3);
    if (reverse) out = v128.shuffle<i32>(out, out, 3, 2, 1, 0);
    v128.store(y + at, out);
  }
  for (; i < length; i++) {
    const at = <usize>(reverse ? length - 1 - i : i) << 2;
    const next = join(op, v128.load32_splat(x + at), carry);
    v128.store32_lane(y + at, exclusive ? carry : next, 0);
    carry = next;
  }
}

/** `count` columns, at most 16, of `length` rows that are `step` bytes apart (the last first where that is negative). */
// @ts-ignore: decorator
@inline
function strip(op: i32, exclusive: i32, length: i32, count: i32, step: usize, x: usize, y: usize): void {
  const first = exclusive ? start(op) : nothing(op);
  let j: usize = 0;
  for (const end = <usize>(count & ~3) << 2; j < end; j += 16) {
    let carry = first, at = j;
    for (let i = 0; i < length; i++, at += step) {
      const next = join(op, v128.load(x + at), carry);
      v128.store(y + at, exclusive ? carry : next);
      carry = next;
    }
  }
  for (const end = <usize>count << 2; j < end; j += 4) {
    let carry = first, at = j;
    for (let i = 0; i < length; i++, at += step) {
      const next = join(op, v128.load32_splat(x + at), carry);
      v128.store32_lane(y + at, exclusive ? carry : next, 0);
      carry = next;
    }
  }
}

// @ts-ignore: decorator
@inline
function units(op: i32, exclusive: i32, reverse: i32, length: i32, inner: i32, x: usize, y: usize, from: i32, to: i32): void {
  const strips = (inner + 15) / 16, step = <usize>inner << 2;
  for (let unit = from; unit < to; unit++) {
    if (inner == 1) {
      const at = <usize>unit * <usize>length << 2;
      row(op, exclusive, reverse, length, x + at, y + at);
      continue;
    }
    const outer = unit / strips, column = unit % strips * 16;
    const at = (<usize>outer * <usize>length * <usize>inner + <usize>column << 2) + (reverse ? <usize>(length - 1) * step : 0);
    strip(op, exclusive, length, min(16, inner - column), reverse ? 0 - step : step, x + at, y + at);
  }
}

/**
 * `y[o, i] = x[o, 0] op .. op x[o, i]`, without the last where `exclusive`, from the end where `reverse`. Units: rows where `inner` is
 * 1, else strips of 16 columns of one place of the outer axis.
 */
export function scan(op: i32, exclusive: i32, reverse: i32, length: i32, inner: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  switch (op) {
    case SUM: units(SUM, exclusive, reverse, length, inner, x, y, from, to); break;
    case PROD: units(PROD, exclusive, reverse, length, inner, x, y, from, to); break;
    case INTEGERS + SUM: units(INTEGERS + SUM, exclusive, reverse, length, inner, x, y, from, to); break;
    default: units(INTEGERS + PROD, exclusive, reverse, length, inner, x, y, from, to);
  }
}
