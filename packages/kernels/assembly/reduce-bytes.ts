// Whether all, or any, of the bools along the middle axis of [outer, length, inner] hold: rows 16 at a time until it is settled, or
// strips of 16 columns, which walk down. A bool is a byte, and what is not 0 is true.

/** A row of `length` bools. */
function row(any: i32, length: i32, x: usize): i32 {
  let i = 0;
  for (; i + 16 <= length; i += 16) {
    const v = v128.load(x + <usize>i);
    if (any ? v128.any_true(v) : !i8x16.all_true(v)) return any;
  }
  for (; i < length; i++) if (i32(load<u8>(x + <usize>i) != 0) == any) return any;
  return 1 - any;
}

/** 16 columns of `length` rows that are `step` bytes apart. */
function strip(any: i32, length: i32, step: usize, x: usize, y: usize): void {
  const zero = i8x16.splat(0);
  let v = i8x16.splat(any ? 0 : -1);
  for (let i = 0; i < length; i++, x += step) {
    const holds = i8x16.ne(v128.load(x), zero);
    v = any ? v128.or(v, holds) : v128.and(v, holds);
  }
  v128.store(y, v128.and(v, i8x16.splat(1)));
}

/** A column. */
function column(any: i32, length: i32, step: usize, x: usize): i32 {
  for (let i = 0; i < length; i++, x += step) if (i32(load<u8>(x) != 0) == any) return any;
  return 1 - any;
}

/**
 * `y[o, i] = x[o, 0, i] and x[o, 1, i] and ..`, or the same with `or`. Units: rows where `inner` is 1, else strips of 16 columns of one
 * place of the outer axis.
 */
export function reduceBytes(any: i32, length: i32, inner: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const strips = (inner + 15) / 16, step = <usize>inner;
  for (let unit = from; unit < to; unit++) {
    if (inner == 1) {
      store<u8>(y + <usize>unit, row(any, length, x + <usize>unit * <usize>length));
      continue;
    }
    const outer = <usize>(unit / strips), first = unit % strips * 16, last = min(inner, first + 16);
    const source = x + outer * <usize>length * step, target = y + outer * step;
    if (last - first == 16) strip(any, length, step, source + <usize>first, target + <usize>first);
    else for (let j = first; j < last; j++) store<u8>(target + <usize>j, column(any, length, step, source + <usize>j));
  }
}
