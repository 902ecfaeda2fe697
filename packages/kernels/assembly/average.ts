// Running averages of weights, in place: average = m average + (1 - m) w; at first they are the weights, m = 0.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to; `count` steps were before this one. Units: elements. */
export function average(momentum: f32, count: usize, w: usize, mean: usize, from: i32, to: i32, scratch: usize): void {
  const m: f32 = load<i32>(count) == 0 ? 0 : momentum, keep = f32x4.splat(m), take = f32x4.splat(1 - m);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    storeFloats(mean + o, f32x4.add(f32x4.mul(loadFloats(mean + o, left), keep), f32x4.mul(loadFloats(w + o, left), take)), left);
  }
}
