// Adadelta in place: a = rho a + rest g^2, d = g sqrt(u + epsilon) / sqrt(a + epsilon), u = rho u + rest d^2, w -= rate d; a and u
// are the means of squares of gradients and steps, rest is 1 - rho.
import { loadFloats, storeFloats } from "./part";

// @ts-ignore: decorator
@inline
function blend(old: v128, rho: v128, x: v128, rest: v128): v128 {
  return f32x4.add(f32x4.mul(old, rho), f32x4.mul(f32x4.mul(x, x), rest));
}

/** Elements from..to. Units: elements. */
export function adadelta(rate: usize, rho: f32, rest: f32, epsilon: f32, w: usize, g: usize, a: usize, u: usize, from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), keep = f32x4.splat(rho), take = f32x4.splat(rest), e = f32x4.splat(epsilon);
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i, gradient = loadFloats(g + o, left), u0 = loadFloats(u + o, left);
    const a1 = blend(loadFloats(a + o, left), keep, gradient, take);
    storeFloats(a + o, a1, left);
    const step = f32x4.div(f32x4.mul(f32x4.sqrt(f32x4.add(u0, e)), gradient), f32x4.sqrt(f32x4.add(a1, e)));
    storeFloats(u + o, blend(u0, keep, step, take), left);
    storeFloats(w + o, f32x4.sub(loadFloats(w + o, left), f32x4.mul(step, r)), left);
  }
}
