// Nadam in place: m += (g - m) rest1, v += (g^2 - v) rest2, w -= rate (next m / nextBy + now g / nowBy) / (sqrt(v / complement2) + epsilon);
// rest is 1 - beta, complement2 1 - beta2^t; next, nextBy, now and nowBy are of the momenta's schedule.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to. Units: elements. */
export function nadam(rate: usize, rest1: f32, rest2: f32, epsilon: f32, complement2: usize, next: usize, nextBy: usize, now: usize, nowBy: usize, w: usize, g: usize, m: usize, v: usize,
  from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), c1 = f32x4.splat(rest1), c2 = f32x4.splat(rest2), e = f32x4.splat(epsilon), by = v128.load32_splat(complement2);
  const p = v128.load32_splat(next), pBy = v128.load32_splat(nextBy), q = v128.load32_splat(now), qBy = v128.load32_splat(nowBy);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    const gradient = loadFloats(g + o, left), m0 = loadFloats(m + o, left), v0 = loadFloats(v + o, left);
    const m1 = f32x4.add(m0, f32x4.mul(f32x4.sub(gradient, m0), c1));
    const v1 = f32x4.add(v0, f32x4.mul(f32x4.sub(f32x4.mul(gradient, gradient), v0), c2));
    storeFloats(m + o, m1, left);
    storeFloats(v + o, v1, left);
    const mean = f32x4.add(f32x4.div(f32x4.mul(m1, p), pBy), f32x4.div(f32x4.mul(gradient, q), qBy));
    const step = f32x4.div(f32x4.mul(mean, r), f32x4.add(f32x4.sqrt(f32x4.div(v1, by)), e));
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), step), left);
  }
}
