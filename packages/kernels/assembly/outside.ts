// The first of some integers that is not in a range. All are looked at in order, by one thread, so that it is the first.

/** The range is [least, least + length). `found[0]` is the place, from 1 on, or 0 where there is none; `found[1]` the integer. Units: 1. */
export function outside(count: i32, least: i32, length: i32, ids: usize, found: usize, from: i32, to: i32, scratch: usize): void {
  const first = i32x4.splat(least), bound = i32x4.splat(length);
  let i = 0;
  while (i + 4 <= count && !v128.any_true(i32x4.ge_u(i32x4.sub(v128.load(ids + (<usize>i << 2)), first), bound))) i += 4;
  while (i < count && <u32>(load<i32>(ids + (<usize>i << 2)) - least) < <u32>length) i++;
  store<i32>(found, i < count ? i + 1 : 0);
  if (i < count) store<i32>(found, load<i32>(ids + (<usize>i << 2)), 4);
}
