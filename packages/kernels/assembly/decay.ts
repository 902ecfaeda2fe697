// Decay of weights, in place.
import { loadFloats, storeFloats } from "./part";

/** Elements from..to of `w -= w share rate`. Units: elements. */
export function decay(share: f32, rate: usize, w: usize, from: i32, to: i32, scratch: usize): void {
  const s = f32x4.splat(share), r = v128.load32_splat(rate);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i, weight = loadFloats(w + o, left);
    storeFloats(w + o, f32x4.sub(weight, f32x4.mul(f32x4.mul(weight, s), r)), left);
  }
}
