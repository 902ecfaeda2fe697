// RMSprop in place: v = rho v + rest g^2, rest being 1 - rho; with an average (the centred form) a = rho a + rest g and the variance
// v - a^2; step = rate g / sqrt(variance + epsilon); with momenta b = momentum b + step, w -= b, else w -= step.
import { madd } from "./simd";

/** Four lanes: the step to be subtracted from w. Stores what it updates through `put`, whole vectors or lane 0. */
// @ts-ignore: decorator
@inline
function advance(rate: v128, rho: v128, rest: v128, momentum: v128, epsilon: v128, g: v128, velocity: usize, momenta: usize, average: usize, one: bool): v128 {
  const v = madd(f32x4.mul(g, g), rest, f32x4.mul(fetch(velocity, one), rho));
  put(velocity, v, one);
  let variance = v;
  if (average) {
    const a = madd(g, rest, f32x4.mul(fetch(average, one), rho));
    put(average, a, one);
    variance = f32x4.sub(v, f32x4.mul(a, a));
  }
  const step = f32x4.div(f32x4.mul(rate, g), f32x4.sqrt(f32x4.add(variance, epsilon)));
  if (!momenta) return step;
  const b = madd(fetch(momenta, one), momentum, step);
  put(momenta, b, one);
  return b;
}

// @ts-ignore: decorator
@inline
function fetch(p: usize, one: bool): v128 {
  return one ? v128.load32_zero(p) : v128.load(p);
}

// @ts-ignore: decorator
@inline
function put(p: usize, v: v128, one: bool): void {
  if (one) store<f32>(p, f32x4.extract_lane(v, 0));
  else v128.store(p, v);
}

/** Elements from..to; momenta and average are 0 where the form does not have them. Units: elements. */
export function rmsprop(rate: usize, rho: f32, rest: f32, momentum: f32, epsilon: f32, w: usize, g: usize, velocity: usize, momenta: usize, average: usize,
  from: i32, to: i32, scratch: usize): void {
  const r = v128.load32_splat(rate), keep = f32x4.splat(rho), left = f32x4.splat(rest), p = f32x4.splat(momentum), e = f32x4.splat(epsilon);
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const o = <usize>i << 2;
    const step = advance(r, keep, left, p, e, v128.load(g + o), velocity + o, momenta ? momenta + o : 0, average ? average + o : 0, false);
    v128.store(w + o, f32x4.sub(v128.load(w + o), step));
  }
  for (; i < to; i++) {
    const o = <usize>i << 2;
    const step = advance(r, keep, left, p, e, v128.load32_zero(g + o), velocity + o, momenta ? momenta + o : 0, average ? average + o : 0, true);
    store<f32>(w + o, load<f32>(w + o) - f32x4.extract_lane(step, 0));
  }
}
