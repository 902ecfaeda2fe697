// Sums of rows by segment, the gradient of a gather (an embedding):
//
//   ids  x                y
//   2    a a a a          0: b b b b
//   0    b b b b    ->    1: 0 0 0 0
//   2    c c c c          2: a+c ...      rows with an id outside of [0, segments) are dropped
//
// or the last row of each segment, in the place of what y holds.

// @ts-ignore: decorator
@inline const INTEGERS: i32 = 1;
/** What is put in the place of the old, not added up. */
// @ts-ignore: decorator
@inline const LAST: i32 = 2;

/** `y[ids[i]] += x[i]`, rows of `columns` floats (or 32-bit integers), y cleared first; or `y[ids[i]] = x[i]`. Units: segments, each chunk of which reads all ids. */
export function segmentSum(rows: i32, columns: i32, segments: i32, kind: i32, x: usize, ids: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  if (kind != LAST) memory.fill(y + <usize>from * row, 0, <usize>(to - from) * row);
  for (let i = 0; i < rows; i++, x += row) {
    const id = load<i32>(ids + (<usize>i << 2));
    if (id < from || id >= to) continue;
    const target = y + <usize>id * row;
    let j: usize = 0;
    if (kind == LAST) memory.copy(target, x, row);
    else if (kind == INTEGERS) {
      for (; j + 16 <= row; j += 16) v128.store(target + j, i32x4.add(v128.load(target + j), v128.load(x + j)));
      for (; j < row; j += 4) store<i32>(target + j, load<i32>(target + j) + load<i32>(x + j));
    } else {
      for (; j + 16 <= row; j += 16) v128.store(target + j, f32x4.add(v128.load(target + j), v128.load(x + j)));
      for (; j < row; j += 4) store<f32>(target + j, load<f32>(target + j) + load<f32>(x + j));
    }
  }
}
