// Floats times two numbers that are in memory: the gradient of a loss, what comes from above and what a mean divides by.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to of `y = x (a b)`, a and b one number each. Units: elements. */
export function scaleByNumbers(a: usize, b: usize, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const by = f32x4.splat(load<f32>(a) * load<f32>(b));
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2;
    storeFloats(y + o, f32x4.mul(loadFloats(x + o, to - i), by), to - i);
  }
}
