// Adamax in place: m += (g - m) rest1, u = max(beta2 u, |g|), w -= rate m / (complement (u + epsilon)); rest is 1 - beta, complement
// 1 - beta1^t.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to. Units: elements. */
export function adamax(rate: usize, rest1: f32, beta2: f32, epsilon: f32, complement: usize, w: usize, g: usize, m: usize, u: usize, from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), c1 = f32x4.splat(rest1), keep = f32x4.splat(beta2), e = f32x4.splat(epsilon), by = v128.load32_splat(complement);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i, gradient = loadFloats(g + o, left), m0 = loadFloats(m + o, left);
    const m1 = f32x4.add(m0, f32x4.mul(f32x4.sub(gradient, m0), c1));
    const u1 = f32x4.max(f32x4.mul(loadFloats(u + o, left), keep), f32x4.abs(gradient));
    storeFloats(m + o, m1, left);
    storeFloats(u + o, u1, left);
    const step = f32x4.div(f32x4.mul(m1, r), f32x4.mul(f32x4.add(u1, e), by));
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), step), left);
  }
}
