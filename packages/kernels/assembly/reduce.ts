// Reductions of the middle axis of [outer, length, inner], which is what any axes that lie together come to.
//
//   inner = 1: a row of `length` numbers becomes one        inner > 1: `length` rows become one, in strips of 16 columns
//   +----+----+----+----+-                                  +-16 columns-+--
//   | four vectors side |  then those four                  |     |      |     four vectors walk down,
//   | by side           |  become one                       |     v      |     one strip is a unit
//   +----+----+----+----+-                                  +------------+--
//
// Sums are taken in blocks of 256 steps, which are then added up (those of a row in float64), so that errors do not grow with
// the length.

// @ts-ignore: decorator
@inline export const SUM: i32 = 0;
// @ts-ignore: decorator
@inline export const MAX: i32 = 1;
// @ts-ignore: decorator
@inline export const MIN: i32 = 2;
// @ts-ignore: decorator
@inline export const PROD: i32 = 3;
/** Added to the operation for 32-bit integers, which wrap. */
// @ts-ignore: decorator
@inline export const INTEGERS: i32 = 16;
/** Steps of a block. */
// @ts-ignore: decorator
@inline const BLOCK: i32 = 256;

/** What nothing comes to. */
// @ts-ignore: decorator
@inline
function start(op: i32): v128 {
  if (op == SUM) return f32x4.splat(0);
  if (op == MAX) return f32x4.splat(-Infinity);
  if (op == MIN) return f32x4.splat(Infinity);
  if (op == PROD) return f32x4.splat(1);
  if (op == INTEGERS + SUM) return i32x4.splat(0);
  if (op == INTEGERS + MAX) return i32x4.splat(i32.MIN_VALUE);
  if (op == INTEGERS + MIN) return i32x4.splat(i32.MAX_VALUE);
  return i32x4.splat(1);
}

// @ts-ignore: decorator
@inline
function join(op: i32, a: v128, b: v128): v128 {
  if (op == SUM) return f32x4.add(a, b);
  if (op == MAX) return f32x4.max(a, b);
  if (op == MIN) return f32x4.min(a, b);
  if (op == PROD) return f32x4.mul(a, b);
  if (op == INTEGERS + SUM) return i32x4.add(a, b);
  if (op == INTEGERS + MAX) return i32x4.max_s(a, b);
  if (op == INTEGERS + MIN) return i32x4.min_s(a, b);
  return i32x4.mul(a, b);
}

/** Four lanes to one, in the first. */
// @ts-ignore: decorator
@inline
function fold(op: i32, v: v128): v128 {
  const pairs = join(op, v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return join(op, pairs, v128.shuffle<i32>(pairs, pairs, 1, 0, 3, 2));
}

/** `scale` times a sum: a mean. */
// @ts-ignore: decorator
@inline
function end(op: i32, v: v128, scale: f32): v128 {
  return op == SUM ? f32x4.mul(v, f32x4.splat(scale)) : v;
}

/** A row of `length` numbers. */
// @ts-ignore: decorator
@inline
function row(op: i32, length: i32, scale: f32, x: usize, y: usize): void {
  let total = start(op), sum: f64 = 0, i = 0;
  for (; i + 16 <= length;) {
    const stop = min(length & ~15, i + 16 * BLOCK);
    let a = start(op), b = a, c = a, d = a;
    for (; i < stop; i += 16) {
      const p = x + (<usize>i << 2);
      a = join(op, a, v128.load(p)); b = join(op, b, v128.load(p, 16));
      c = join(op, c, v128.load(p, 32)); d = join(op, d, v128.load(p, 48));
    }
    const block = join(op, join(op, a, b), join(op, c, d));
    if (op == SUM) sum += <f64>f32x4.extract_lane(fold(op, block), 0);
    else total = join(op, total, block);
  }
  total = fold(op, total);
  for (; i < length; i++) total = join(op, total, v128.load32_splat(x + (<usize>i << 2)));
  if (op == SUM) total = f32x4.splat(<f32>(sum + <f64>f32x4.extract_lane(total, 0)));
  v128.store32_lane(y, end(op, total, scale), 0);
}

/** `count` columns, at most 16, of `length` rows that are `step` bytes apart. */
// @ts-ignore: decorator
@inline
function strip(op: i32, length: i32, scale: f32, count: i32, step: usize, x: usize, y: usize): void {
  if (count == 16) {
    let a = start(op), b = a, c = a, d = a;
    for (let i = 0; i < length;) {
      const stop = min(length, i + BLOCK);
      let e = start(op), f = e, g = e, h = e;
      for (; i < stop; i++) {
        const p = x + <usize>i * step;
        e = join(op, e, v128.load(p)); f = join(op, f, v128.load(p, 16));
        g = join(op, g, v128.load(p, 32)); h = join(op, h, v128.load(p, 48));
      }
      a = join(op, a, e); b = join(op, b, f); c = join(op, c, g); d = join(op, d, h);
    }
    v128.store(y, end(op, a, scale)); v128.store(y, end(op, b, scale), 16);
    v128.store(y, end(op, c, scale), 32); v128.store(y, end(op, d, scale), 48);
    return;
  }
  for (let j: usize = 0; j < <usize>count << 2; j += 4) {
    let total = start(op);
    for (let i = 0; i < length;) {
      const stop = min(length, i + BLOCK);
      let part = start(op);
      for (; i < stop; i++) part = join(op, part, v128.load32_splat(x + j + <usize>i * step));
      total = join(op, total, part);
    }
    v128.store32_lane(y + j, end(op, total, scale), 0);
  }
}

// @ts-ignore: decorator
@inline
function units(op: i32, length: i32, inner: i32, scale: f32, x: usize, y: usize, from: i32, to: i32): void {
  const strips = (inner + 15) / 16;
  for (let unit = from; unit < to; unit++) {
    if (inner == 1) {
      row(op, length, scale, x + (<usize>unit * <usize>length << 2), y + (<usize>unit << 2));
      continue;
    }
    const outer = unit / strips, column = unit % strips * 16;
    const source = x + ((<usize>outer * <usize>length * <usize>inner + <usize>column) << 2);
    strip(op, length, scale, min(16, inner - column), <usize>inner << 2, source, y + (<usize>(outer * inner + column) << 2));
  }
}

/**
 * `y[o, i] = x[o, 0, i] op x[o, 1, i] op ..` of 32-bit elements; sums of floats are multiplied by `scale`. Units: rows where
 * `inner` is 1, else strips of 16 columns of one place of the outer axis.
 */
export function reduce(op: i32, length: i32, inner: i32, scale: f32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  switch (op) {
    case SUM: units(SUM, length, inner, scale, x, y, from, to); break;
    case MAX: units(MAX, length, inner, scale, x, y, from, to); break;
    case MIN: units(MIN, length, inner, scale, x, y, from, to); break;
    case PROD: units(PROD, length, inner, scale, x, y, from, to); break;
    case INTEGERS + SUM: units(INTEGERS + SUM, length, inner, scale, x, y, from, to); break;
    case INTEGERS + MAX: units(INTEGERS + MAX, length, inner, scale, x, y, from, to); break;
    case INTEGERS + MIN: units(INTEGERS + MIN, length, inner, scale, x, y, from, to); break;
    default: units(INTEGERS + PROD, length, inner, scale, x, y, from, to);
  }
}
