// Lion in place: w -= rate sign(beta1 m + rest1 g), m = beta2 m + rest2 g; rest is 1 - beta.
import { loadFloats, storeFloats } from "./part";

/** 1, -1 or 0; NaN stays. */
// @ts-ignore: decorator
@inline
function sign(x: v128): v128 {
  const zero = f32x4.splat(0), one = f32x4.splat(1);
  const positive = v128.and(f32x4.gt(x, zero), one), negative = v128.and(f32x4.lt(x, zero), one);
  return v128.or(f32x4.sub(positive, negative), f32x4.ne(x, x));
}

/** Elements from..to. Units: elements. */
export function lion(rate: usize, beta1: f32, rest1: f32, beta2: f32, rest2: f32, w: usize, g: usize, m: usize, from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), b1 = f32x4.splat(beta1), c1 = f32x4.splat(rest1), b2 = f32x4.splat(beta2), c2 = f32x4.splat(rest2);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i, gradient = loadFloats(g + o, left), m0 = loadFloats(m + o, left);
    const step = sign(f32x4.add(f32x4.mul(m0, b1), f32x4.mul(gradient, c1)));
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), f32x4.mul(step, r)), left);
    storeFloats(m + o, f32x4.add(f32x4.mul(m0, b2), f32x4.mul(gradient, c2)), left);
  }
}
