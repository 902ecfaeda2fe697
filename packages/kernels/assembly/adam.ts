// Adam in place: m += (g - m) rest1, v += (g^2 - v) rest2, w -= rate m / (sqrt v + epsilon). rest is 1 - beta; the caller has
// put the correction of the start, sqrt(1 - beta2^t) / (1 - beta1^t), into the rate.
import { madd } from "./simd";

/** Elements from..to. Units: elements. */
export function adam(rate: f32, rest1: f32, rest2: f32, epsilon: f32, w: usize, g: usize, m: usize, v: usize, from: i32, to: i32, scratch: usize): void {
  const c1 = f32x4.splat(rest1), c2 = f32x4.splat(rest2), alpha = f32x4.splat(rate), e = f32x4.splat(epsilon);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const o = <usize>i << 2, gradient = v128.load(g + o), m0 = v128.load(m + o), v0 = v128.load(v + o);
    const m1 = madd(f32x4.sub(gradient, m0), c1, m0), v1 = madd(f32x4.sub(f32x4.mul(gradient, gradient), v0), c2, v0);
    v128.store(m + o, m1);
    v128.store(v + o, v1);
    v128.store(w + o, f32x4.sub(v128.load(w + o), f32x4.div(f32x4.mul(m1, alpha), f32x4.add(f32x4.sqrt(v1), e))));
  }
  for (; i < to; i++) {
    const o = <usize>i << 2, gradient = v128.load32_zero(g + o), m0 = v128.load32_zero(m + o), v0 = v128.load32_zero(v + o);
    const m1 = madd(f32x4.sub(gradient, m0), c1, m0), v1 = madd(f32x4.sub(f32x4.mul(gradient, gradient), v0), c2, v0);
    store<f32>(m + o, f32x4.extract_lane(m1, 0));
    store<f32>(v + o, f32x4.extract_lane(v1, 0));
    const next = f32x4.sub(v128.load32_zero(w + o), f32x4.div(f32x4.mul(m1, alpha), f32x4.add(f32x4.sqrt(v1), e)));
    store<f32>(w + o, f32x4.extract_lane(next, 0));
  }
}
