// Adam in place: m += (g - m) rest1, v += (g^2 - v) rest2, w -= rate m / (sqrt v + epsilon); with `largest`, the largest v so far
// takes the place of v in the step. rest is 1 - beta; the caller has put the correction of the start,
// sqrt(1 - beta2^t) / (1 - beta1^t), into the rate, see corrected-rate.ts.
import { loadFloats, storeFloats } from "./part";
import { madd } from "./simd";

/** Elements from..to. Units: elements. */
export function adam(rate: usize, rest1: f32, rest2: f32, epsilon: f32, w: usize, g: usize, m: usize, v: usize, largest: usize, from: i32, to: i32, scratch: usize): void {
  const c1 = f32x4.splat(rest1), c2 = f32x4.splat(rest2), alpha = v128.load32_splat(rate), e = f32x4.splat(epsilon);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    const gradient = loadFloats(g + o, left), m0 = loadFloats(m + o, left), v0 = loadFloats(v + o, left);
    const m1 = madd(f32x4.sub(gradient, m0), c1, m0), v1 = madd(f32x4.sub(f32x4.mul(gradient, gradient), v0), c2, v0);
    storeFloats(m + o, m1, left);
    storeFloats(v + o, v1, left);
    let square = v1;
    if (largest) {
      square = f32x4.max(loadFloats(largest + o, left), v1);
      storeFloats(largest + o, square, left);
    }
    const step = f32x4.div(f32x4.mul(m1, alpha), f32x4.add(f32x4.sqrt(square), e));
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), step), left);
  }
}
