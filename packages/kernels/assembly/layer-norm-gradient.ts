// Backward through layer-norm.ts. With n = (x - mean) · factor and g = dy · gamma,
//
//   dx = factor (g - mean of g - n · mean of g n)        dgamma = sum over rows of dy n        dbeta = sum over rows of dy
//
// The rows are cut in `parts` of about equal size, each with sums of its own: results do not depend on who does which part.
import { loadFloats, storeFloats } from "./part";
import { sumLanes } from "./row";
import { madd, mask, RELU, RELU6 } from "./simd";

/** `d` where the activation of flags let n gamma + beta through, which is made as in layer-norm.ts. */
// @ts-ignore: decorator
@inline
function through(n: v128, gamma: usize, beta: usize, o: usize, left: i32, d: v128, flags: i32): v128 {
  if (!(flags & (RELU | RELU6))) return d;
  if (gamma) n = f32x4.mul(n, loadFloats(gamma + o, left));
  if (beta) n = f32x4.add(n, loadFloats(beta + o, left));
  return mask(d, n, flags);
}

/**
 * Parts from..to of `dx`, and the sums `[parts, columns]` for gamma and beta; arguments as in layer-norm.ts. Without
 * `centered` the mean of g is not taken away. With flags, dy is masked as in column-norm-sums.ts; they alone need beta. dx may be dy or x.
 * Units: parts.
 */
export function layerNormGradient(rows: i32, columns: i32, parts: i32, centered: i32, dy: usize, x: usize, gamma: usize, beta: usize, means: usize, factors: usize,
  dx: usize, gammas: usize, betas: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2, share: f32 = 1 / <f32>columns;
  for (let part = from; part < to; part++) {
    const start = <i32>(<i64>rows * part / parts), end = <i32>(<i64>rows * (part + 1) / parts);
    const sumsG = gammas + <usize>part * row, sumsB = betas + <usize>part * row;
    memory.fill(sumsG, 0, row);
    memory.fill(sumsB, 0, row);
    for (let i = start; i < end; i++) {
      const at = <usize>i * row, one = <usize>i << 2;
      const shift = f32x4.splat(load<f32>(means + one)), scale = f32x4.splat(load<f32>(factors + one));
      let sum = f32x4.splat(0), products = f32x4.splat(0);
      for (let j = 0; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j;
        const n = f32x4.mul(f32x4.sub(loadFloats(x + at + o, left), shift), scale), d = through(n, gamma, beta, o, left, loadFloats(dy + at + o, left), flags);
        const g = gamma ? f32x4.mul(d, loadFloats(gamma + o, left)) : d;
        sum = f32x4.add(sum, g);
        products = madd(g, n, products);
        storeFloats(sumsG + o, madd(d, n, loadFloats(sumsG + o, left)), left);
        storeFloats(sumsB + o, f32x4.add(loadFloats(sumsB + o, left), d), left);
      }
      const mean = f32x4.splat(centered ? sumLanes(sum) * share : 0), slope = f32x4.splat(sumLanes(products) * share);
      for (let j = 0; j < columns; j += 4) {
        const o = <usize>j << 2, left = columns - j;
        const n = f32x4.mul(f32x4.sub(loadFloats(x + at + o, left), shift), scale), d = through(n, gamma, beta, o, left, loadFloats(dy + at + o, left), flags);
        const g = gamma ? f32x4.mul(d, loadFloats(gamma + o, left)) : d;
        storeFloats(dx + at + o, f32x4.mul(f32x4.sub(f32x4.sub(g, mean), f32x4.mul(n, slope)), scale), left);
      }
    }
  }
}
