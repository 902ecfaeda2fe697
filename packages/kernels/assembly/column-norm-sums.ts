// The first half of the way back through column-norm.ts, the gradients of gamma and beta: column sums of dy n and of dy, with
// n = (x - mean) / √(variance + ε). Parts and blocks of the rows as in column-squares.ts; the root is multiplied with at the end.
import { columnFactors } from "./column-norm";
import { loadFloats, storeFloats } from "./part";
import { madd, SCRATCH } from "./simd";

/** Parts from..to of the sums `[parts, columns]`. Scratch: a row. Units: parts. */
export function columnNormSums(rows: i32, columns: i32, parts: i32, epsilon: f32, dy: usize, x: usize, mean: usize, variance: usize, gammas: usize, betas: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, factors = scratch + SCRATCH, apart = x - dy;
  columnFactors(columns, epsilon, variance, 0, factors);
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const sumsG = gammas + <usize>part * row, sumsB = betas + <usize>part * row;
    memory.fill(sumsG, 0, row);
    memory.fill(sumsB, 0, row);
    for (let block = start; block < end; block += 64) {
      const count = min(64, end - block), base = dy + <usize>block * row;
      let j = 0;
      for (; j + 16 <= columns; j += 16) {
        const o = <usize>j << 2, g = sumsG + o, b = sumsB + o, m = mean + o;
        const m0 = v128.load(m), m1 = v128.load(m, 16), m2 = v128.load(m, 32), m3 = v128.load(m, 48);
        let g0 = v128.load(g), g1 = v128.load(g, 16), g2 = v128.load(g, 32), g3 = v128.load(g, 48);
        let b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48), p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          const q = p + apart;
          let d = v128.load(p);
          g0 = madd(d, f32x4.sub(v128.load(q), m0), g0); b0 = f32x4.add(b0, d);
          d = v128.load(p, 16);
          g1 = madd(d, f32x4.sub(v128.load(q, 16), m1), g1); b1 = f32x4.add(b1, d);
          d = v128.load(p, 32);
          g2 = madd(d, f32x4.sub(v128.load(q, 32), m2), g2); b2 = f32x4.add(b2, d);
          d = v128.load(p, 48);
          g3 = madd(d, f32x4.sub(v128.load(q, 48), m3), g3); b3 = f32x4.add(b3, d);
        }
        v128.store(g, g0); v128.store(g, g1, 16); v128.store(g, g2, 32); v128.store(g, g3, 48);
        v128.store(b, b0); v128.store(b, b1, 16); v128.store(b, b2, 32); v128.store(b, b3, 48);
      }
      for (; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j, m = loadFloats(mean + o, left);
        let g = loadFloats(sumsG + o, left), b = loadFloats(sumsB + o, left), p = base + o;
        for (let i = count; i > 0; i--, p += row) {
          const d = loadFloats(p, left);
          g = madd(d, f32x4.sub(loadFloats(p + apart, left), m), g); b = f32x4.add(b, d);
        }
        storeFloats(sumsG + o, g, left);
        storeFloats(sumsB + o, b, left);
      }
    }
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      storeFloats(sumsG + o, f32x4.mul(loadFloats(sumsG + o, left), loadFloats(factors + o, left)), left);
    }
  }
}
