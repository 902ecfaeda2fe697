// The first half of Lamb, in place: m += (g - m) rest1, v += (g^2 - v) rest2, and the sums of squares of the weights and of their steps,
// see lamb.ts; rest is 1 - beta.
import { lambStep } from "./lamb";
import { keepFloats, loadFloats, storeFloats } from "./part";
import { addSquares, startOf, total } from "./squares";

/** A part of `size` elements; `sums` are those of the weights' parts, then those of the steps'. Units: parts. */
export function lambMoments(size: i32, parts: i32, rest1: f32, rest2: f32, epsilon: f32, complement1: usize, complement2: usize, w: usize, g: usize, m: usize, v: usize, sums: usize,
  from: i32, to: i32, scratch: usize): void {
  const c1 = f32x4.splat(rest1), c2 = f32x4.splat(rest2), e = f32x4.splat(epsilon), by1 = v128.load32_splat(complement1), by2 = v128.load32_splat(complement2);
  for (let part = from; part < to; part++) {
    const end = startOf(part + 1, parts, size);
    let weights = f64x2.splat(0), steps = f64x2.splat(0);
    for (let i = startOf(part, parts, size); i < end; i += 4) {
      const o = <usize>i << 2, left = end - i;
      const gradient = loadFloats(g + o, left), m0 = loadFloats(m + o, left), v0 = loadFloats(v + o, left);
      const m1 = f32x4.add(m0, f32x4.mul(f32x4.sub(gradient, m0), c1));
      const v1 = f32x4.add(v0, f32x4.mul(f32x4.sub(f32x4.mul(gradient, gradient), v0), c2));
      storeFloats(m + o, m1, left);
      storeFloats(v + o, v1, left);
      weights = addSquares(weights, loadFloats(w + o, left));
      steps = addSquares(steps, keepFloats(lambStep(m1, v1, e, by1, by2), left)); // 0 / 0 where there is nothing
    }
    store<f32>(sums + (<usize>part << 2), total(weights));
    store<f32>(sums + (<usize>(parts + part) << 2), total(steps));
  }
}
