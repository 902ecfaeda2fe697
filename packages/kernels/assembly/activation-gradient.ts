// Backward through relu and a bias in one pass: dx = dy where the output let it through, sums = column sums of dx.
//
//   rows are cut in `parts` of about equal size, each with its own row of sums: results do not depend on who does which part
//   +-16 columns-+----
//   | 64 rows,   |        a block of rows stays in L1 while its columns are walked; the sums of 16 columns
//   | downwards  |        stay in four registers
//   +------------+----
import { mask, RELU, RELU6 } from "./simd";

/**
 * Parts from..to of `dx = dy` where `y > 0` (with RELU6 also `y < 6`), and `sums[part]` = column sums of it. Without those
 * flags only the sums are made; with sums 0 only dx. Units: parts.
 */
export function activationGradient(rows: i32, columns: i32, parts: i32, flags: i32, dy: usize, y: usize, dx: usize, sums: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, masks = flags & (RELU | RELU6);
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const target = sums ? sums + <usize>part * row : scratch;
    if (sums) memory.fill(target, 0, row);
    for (let block = start; block < end; block += 64) {
      const count = min(64, end - block), base = <usize>block * row;
      let j: usize = 0;
      for (; j + 64 <= row; j += 64) {
        let p = base + j;
        let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
        for (let i = 0; i < count; i++, p += row) {
          let g0 = v128.load(dy + p), g1 = v128.load(dy + p, 16), g2 = v128.load(dy + p, 32), g3 = v128.load(dy + p, 48);
          if (masks) {
            g0 = mask(g0, v128.load(y + p), flags);
            g1 = mask(g1, v128.load(y + p, 16), flags);
            g2 = mask(g2, v128.load(y + p, 32), flags);
            g3 = mask(g3, v128.load(y + p, 48), flags);
            v128.store(dx + p, g0); v128.store(dx + p, g1, 16); v128.store(dx + p, g2, 32); v128.store(dx + p, g3, 48);
          }
          s0 = f32x4.add(s0, g0); s1 = f32x4.add(s1, g1); s2 = f32x4.add(s2, g2); s3 = f32x4.add(s3, g3);
        }
        if (sums) {
          const t = target + j;
          v128.store(t, f32x4.add(v128.load(t), s0)); v128.store(t, f32x4.add(v128.load(t, 16), s1), 16);
          v128.store(t, f32x4.add(v128.load(t, 32), s2), 32); v128.store(t, f32x4.add(v128.load(t, 48), s3), 48);
        }
      }
      for (; j + 16 <= row; j += 16) {
        let p = base + j;
        let s = f32x4.splat(0);
        for (let i = 0; i < count; i++, p += row) {
          let g = v128.load(dy + p);
          if (masks) { g = mask(g, v128.load(y + p), flags); v128.store(dx + p, g); }
          s = f32x4.add(s, g);
        }
        if (sums) v128.store(target + j, f32x4.add(v128.load(target + j), s));
      }
      for (; j < row; j += 4) {
        let p = base + j;
        let s: f32 = 0;
        for (let i = 0; i < count; i++, p += row) {
          let g = load<f32>(dy + p);
          if (masks) {
            const v = load<f32>(y + p);
            if (!(v > 0) || ((flags & RELU6) && !(v < 6))) g = 0;
            store<f32>(dx + p, g);
          }
          s += g;
        }
        if (sums) store<f32>(target + j, load<f32>(target + j) + s);
      }
    }
  }
}
