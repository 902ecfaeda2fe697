// Normalization of rows: y = (x - mean) / √(variance + ε) · gamma + beta, or by the root of the mean square alone. A row is in
// L1 after the first of its three walks: the sum, the squares of what it differs by, the result.
import { loadFloats, storeFloats } from "./part";
import { sumFloats, sumLanes } from "./row";
import { activated, madd } from "./simd";

/** The sum of `(x - mean)²`. */
function squares(columns: i32, x: usize, mean: f32): f32 {
  const shift = f32x4.splat(mean);
  let a = f32x4.splat(0), b = a, j = 0;
  for (; j + 8 <= columns; j += 8) {
    const p = x + (<usize>j << 2), d = f32x4.sub(v128.load(p), shift), e = f32x4.sub(v128.load(p, 16), shift);
    a = madd(d, d, a);
    b = madd(e, e, b);
  }
  let sum = sumLanes(f32x4.add(a, b));
  for (; j < columns; j++) {
    const d = load<f32>(x + (<usize>j << 2)) - mean;
    sum += d * d;
  }
  return sum;
}

/**
 * Rows from..to; with `centered` 0 the mean is not taken away. `gamma` and `beta` may be 0. `means` and `factors`, one a row,
 * are kept for the backward pass (0: not kept). With RELU or
 * RELU6 in flags the activation of the result. y may be x. Units: rows.
 */
export function layerNorm(columns: i32, centered: i32, epsilon: f32, x: usize, gamma: usize, beta: usize, y: usize, means: usize, factors: usize, flags: i32,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) {
    const source = x + <usize>i * row, target = y + <usize>i * row;
    const mean: f32 = centered ? sumFloats(columns, source) / <f32>columns : 0;
    const factor: f32 = 1 / sqrt<f32>(squares(columns, source, mean) / <f32>columns + epsilon);
    const shift = f32x4.splat(mean), scale = f32x4.splat(factor);
    for (let j = 0; j < columns; j += 4) {
      const o = <usize>j << 2, left = columns - j;
      let v = f32x4.mul(f32x4.sub(loadFloats(source + o, left), shift), scale);
      if (gamma) v = f32x4.mul(v, loadFloats(gamma + o, left));
      if (beta) v = f32x4.add(v, loadFloats(beta + o, left));
      storeFloats(target + o, activated(v, flags), left);
    }
    if (!means) continue;
    store<f32>(means + (<usize>i << 2), mean);
    store<f32>(factors + (<usize>i << 2), factor);
  }
}
