// Two arrays to one: sums of gradients, their means, running averages of weights; one array over a number.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to of `y = (a x + b z) / divisor`, or of `y = a x / divisor` where `z` is 0; `y` may be `x` or `z`. Units: elements. */
export function combine(a: f32, b: f32, divisor: f32, x: usize, z: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const p = f32x4.splat(a), q = f32x4.splat(b), d = f32x4.splat(divisor);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    let sum = f32x4.mul(loadFloats(x + o, left), p);
    if (z) sum = f32x4.add(sum, f32x4.mul(loadFloats(z + o, left), q));
    storeFloats(y + o, f32x4.div(sum, d), left);
  }
}
