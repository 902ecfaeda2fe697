// Adagrad in place: sums += g^2, w -= rate g / sqrt(sums + epsilon).
import { loadFloats, storeFloats } from "./part";

/** Elements from..to. Units: elements. */
export function adagrad(rate: usize, epsilon: f32, w: usize, g: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), e = f32x4.splat(epsilon);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i, gradient = loadFloats(g + o, left);
    const sum = f32x4.add(loadFloats(sums + o, left), f32x4.mul(gradient, gradient));
    storeFloats(sums + o, sum, left);
    const step = f32x4.div(f32x4.mul(gradient, r), f32x4.sqrt(f32x4.add(sum, e)));
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), step), left);
  }
}
