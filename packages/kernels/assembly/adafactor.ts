// The end of Adafactor, in place: w -= size u / max(1, rms(u) / threshold) with the step u = g / sqrt v and size = rate max(epsilon, rms(w)).
import { loadFloats, storeFloats } from "./part";

/** Elements from..to of `count`; `squares` are the sums of squares of u and of w. Units: elements. */
export function adafactor(count: i32, rate: usize, epsilon: f32, threshold: f32, w: usize, g: usize, v: usize, squares: usize, from: i32, to: i32, scratch: usize): void {
  const steps = sqrt(load<f32>(squares) / <f32>count), weights = sqrt(load<f32>(squares, 4) / <f32>count);
  const over = f32x4.splat(max<f32>(1, steps / threshold)), by = f32x4.splat(max<f32>(epsilon, weights) * load<f32>(rate));
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    const step = f32x4.div(f32x4.div(loadFloats(g + o, left), f32x4.sqrt(loadFloats(v + o, left))), over);
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), f32x4.mul(step, by)), left);
  }
}
