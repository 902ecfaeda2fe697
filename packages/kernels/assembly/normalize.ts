// An array over its norm.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to of `x /= norm + epsilon`; `squares` is where the sum of all squares is. Units: elements. */
export function normalize(epsilon: f32, x: usize, squares: usize, from: i32, to: i32, scratch: usize): void {
  const by = f32x4.splat(sqrt(load<f32>(squares)) + epsilon);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    storeFloats(x + o, f32x4.div(loadFloats(x + o, left), by), left);
  }
}
