// The first half of the way back through column-norm.ts, the gradients of gamma and beta: column sums of dy n and of dy, with
// n = (x - mean) / √(variance + ε). Parts of the rows as in column-squares.ts.
import { columnFactors } from "./column-norm";
import { loadFloats, storeFloats } from "./part";
import { madd, SCRATCH } from "./simd";

/** Parts from..to of the sums `[parts, columns]`. Scratch: a row. Units: parts. */
export function columnNormSums(rows: i32, columns: i32, parts: i32, epsilon: f32, dy: usize, x: usize, mean: usize, variance: usize, gammas: usize, betas: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, factors = scratch + SCRATCH;
  columnFactors(columns, epsilon, variance, 0, factors);
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const sumsG = gammas + <usize>part * row, sumsB = betas + <usize>part * row;
    memory.fill(sumsG, 0, row);
    memory.fill(sumsB, 0, row);
    for (let i = start; i < end; i++) {
      const at = <usize>i * row;
      for (let j = 0; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j, d = loadFloats(dy + at + o, left);
        const n = f32x4.mul(f32x4.sub(loadFloats(x + at + o, left), loadFloats(mean + o, left)), loadFloats(factors + o, left));
        storeFloats(sumsG + o, madd(d, n, loadFloats(sumsG + o, left)), left);
        storeFloats(sumsB + o, f32x4.add(loadFloats(sumsB + o, left), d), left);
      }
    }
  }
}
