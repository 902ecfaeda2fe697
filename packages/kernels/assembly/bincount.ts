// How often each number occurs in a row:
//
//   x  2 0 2 5        y, size 4  1 0 2 0      weighted, the sums of their weights; binary, whether there are any

/**
 * Rows from..to of `length` integers, counted into `size` floats or integers; numbers outside of [0, size) count nowhere. `weights` may be
 * 0, then each counts as 1. Units: rows.
 */
export function bincount(length: i32, size: i32, binary: i32, integers: i32, x: usize, weights: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const wide = <usize>size << 2, count: i32 = integers ? 1 : reinterpret<i32>(<f32>1);
  memory.fill(y + <usize>from * wide, 0, <usize>(to - from) * wide);
  for (let row = from; row < to; row++) {
    const first = <usize>row * <usize>length << 2, target = y + <usize>row * wide;
    for (let i: usize = first, end = first + (<usize>length << 2); i < end; i += 4) {
      const id = load<u32>(x + i), p = target + (<usize>id << 2);
      if (id >= <u32>size) continue;
      if (binary) store<i32>(p, count);
      else if (integers) store<i32>(p, load<i32>(p) + (weights ? load<i32>(weights + i) : 1));
      else store<f32>(p, load<f32>(p) + (weights ? load<f32>(weights + i) : 1));
    }
  }
}
