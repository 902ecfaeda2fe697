// What the variance of columns is made of: the sums of squares of what they differ from their means.
//
//   rows are cut in `parts` of about equal size, each with its own row of sums: results do not depend on who does which part
//   +-16 columns-+----
//   | 64 rows,   |        a block of rows stays in L1 while its columns are walked; means and sums of 16 columns stay in
//   | downwards  |        registers
//   +------------+----
import { loadFloats, storeFloats } from "./part";
import { madd } from "./simd";

/** Parts from..to of `sums[part] = column sums of (x - mean)²`. Units: parts. */
export function columnSquares(rows: i32, columns: i32, parts: i32, x: usize, mean: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const target = sums + <usize>part * row;
    memory.fill(target, 0, row);
    for (let block = start; block < end; block += 64) {
      const count = min(64, end - block), base = x + <usize>block * row;
      let j = 0;
      for (; j + 16 <= columns; j += 16) {
        const o = <usize>j << 2, t = target + o, m = mean + o;
        const m0 = v128.load(m), m1 = v128.load(m, 16), m2 = v128.load(m, 32), m3 = v128.load(m, 48);
        let s0 = v128.load(t), s1 = v128.load(t, 16), s2 = v128.load(t, 32), s3 = v128.load(t, 48), p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          const d0 = f32x4.sub(v128.load(p), m0), d1 = f32x4.sub(v128.load(p, 16), m1);
          s0 = madd(d0, d0, s0); s1 = madd(d1, d1, s1);
          const d2 = f32x4.sub(v128.load(p, 32), m2), d3 = f32x4.sub(v128.load(p, 48), m3);
          s2 = madd(d2, d2, s2); s3 = madd(d3, d3, s3);
        }
        v128.store(t, s0); v128.store(t, s1, 16); v128.store(t, s2, 32); v128.store(t, s3, 48);
      }
      for (; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j, m = loadFloats(mean + o, left);
        let s = loadFloats(target + o, left), p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          const d = f32x4.sub(loadFloats(p, left), m);
          s = madd(d, d, s);
        }
        storeFloats(target + o, s, left);
      }
    }
  }
}
