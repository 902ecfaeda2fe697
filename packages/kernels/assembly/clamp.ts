// Gradients whose elements are at most a limit in magnitude.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to of `y = min(max(x, -limit), limit)`; NaN stays. Units: elements. */
export function clamp(limit: f32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const high = f32x4.splat(limit), low = f32x4.splat(-limit);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    storeFloats(y + o, f32x4.min(f32x4.max(loadFloats(x + o, left), low), high), left);
  }
}
