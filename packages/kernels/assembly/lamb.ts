// The second half of Lamb, in place: w -= rate |w| / |u| u with the step u = m / complement1 / (sqrt(v / complement2) + epsilon); the
// ratio is 1 where a norm is 0. complement is 1 - beta^t.
import { loadFloats, storeFloats } from "./part";

/** The step of four weights, before its length is known. */
// @ts-ignore: decorator
@inline
export function lambStep(m: v128, v: v128, epsilon: v128, by1: v128, by2: v128): v128 {
  return f32x4.div(f32x4.div(m, by1), f32x4.add(f32x4.sqrt(f32x4.div(v, by2)), epsilon));
}

/** Elements from..to; `squares` are the sums for the weights and for the steps. Units: elements. */
export function lamb(rate: usize, epsilon: f32, complement1: usize, complement2: usize, w: usize, m: usize, v: usize, squares: usize, from: i32, to: i32, scratch: usize): void {
  const weight = sqrt(load<f32>(squares)), length = sqrt(load<f32>(squares, 4));
  const ratio: f32 = weight > 0 && length > 0 ? weight / length : 1;
  const by = f32x4.splat(ratio * load<f32>(rate)), e = f32x4.splat(epsilon), by1 = v128.load32_splat(complement1), by2 = v128.load32_splat(complement2);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    const step = lambStep(loadFloats(m + o, left), loadFloats(v + o, left), e, by1, by2);
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), f32x4.mul(step, by)), left);
  }
}
