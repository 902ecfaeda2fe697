// Gradients whose norm is at most a limit. `squares` is where the sum of squares is: of the array itself, or of all gradients.
import { loadFloats, storeFloats } from "./part";

/**
 * Elements from..to of `y = x limit / max(norm, limit)`; with `global` of `y = x scale`, where scale is
 * `limit min(1 / norm, 1 / limit)`, or NaN where the norm is not finite. Units: elements.
 */
export function clipByNorm(global: i32, limit: f32, x: usize, squares: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const norm = sqrt(load<f32>(squares));
  const by = f32x4.splat(global ? min<f32>(1 / norm, 1 / limit) * limit + (norm - norm) : limit);
  const over = f32x4.splat(global ? 1 : max<f32>(norm, limit));
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    storeFloats(y + o, f32x4.div(f32x4.mul(loadFloats(x + o, left), by), over), left);
  }
}
