// What the variance of columns is made of: the sums of squares of what they differ from their means.
//
//   rows are cut in `parts` of about equal size, each with its own row of sums: results do not depend on who does which part
import { loadFloats, storeFloats } from "./part";
import { madd } from "./simd";

/** Parts from..to of `sums[part] = column sums of (x - mean)²`. Units: parts. */
export function columnSquares(rows: i32, columns: i32, parts: i32, x: usize, mean: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const target = sums + <usize>part * row;
    memory.fill(target, 0, row);
    for (let i = start; i < end; i++) {
      const source = x + <usize>i * row;
      for (let j = 0; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j;
        const d = f32x4.sub(loadFloats(source + o, left), loadFloats(mean + o, left));
        storeFloats(target + o, madd(d, d, loadFloats(target + o, left)), left);
      }
    }
  }
}
