// Floats times one number: a mean from a sum.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to of `y = x factor`. Units: elements. */
export function scaleBy(factor: f32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const by = f32x4.splat(factor);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2;
    storeFloats(y + o, f32x4.mul(loadFloats(x + o, to - i), by), to - i);
  }
}
