// Gradient descent in place, with momentum if there is a velocity: v = momentum v - rate g, w = w + v, or with Nesterov's
// look-ahead w = w + momentum v - rate g. The scalar tail has the same formula, lane for lane, by using only lane 0.
import { madd } from "./simd";

// @ts-ignore: decorator
@inline
function step(w: v128, g: v128, v: v128, minusRate: v128, momentum: v128, nesterov: i32): v128 {
  return nesterov ? madd(v, momentum, madd(g, minusRate, w)) : f32x4.add(w, v);
}

/** Elements from..to. Units: elements. */
export function sgd(rate: usize, momentum: f32, nesterov: i32, w: usize, g: usize, velocity: usize, from: i32, to: i32, scratch: usize): void {
  const minus = f32x4.neg(v128.load32_splat(rate)), keep = f32x4.splat(momentum);
  let i = from;
  if (!velocity) {
    // four vectors a turn: half of a shorter loop is counting
    for (; i + 16 <= to; i += 16) {
      const p = w + (<usize>i << 2), q = g + (<usize>i << 2);
      v128.store(p, madd(v128.load(q), minus, v128.load(p)));
      v128.store(p, madd(v128.load(q, 16), minus, v128.load(p, 16)), 16);
      v128.store(p, madd(v128.load(q, 32), minus, v128.load(p, 32)), 32);
      v128.store(p, madd(v128.load(q, 48), minus, v128.load(p, 48)), 48);
    }
  }
  for (; i + 4 <= to; i += 4) {
    const o = <usize>i << 2, gradient = v128.load(g + o);
    if (velocity) {
      const v = madd(gradient, minus, f32x4.mul(v128.load(velocity + o), keep));
      v128.store(velocity + o, v);
      v128.store(w + o, step(v128.load(w + o), gradient, v, minus, keep, nesterov));
    } else {
      v128.store(w + o, madd(gradient, minus, v128.load(w + o)));
    }
  }
  for (; i < to; i++) {
    const o = <usize>i << 2, gradient = v128.load32_zero(g + o);
    if (velocity) {
      const v = madd(gradient, minus, f32x4.mul(v128.load32_zero(velocity + o), keep));
      store<f32>(velocity + o, f32x4.extract_lane(v, 0));
      store<f32>(w + o, f32x4.extract_lane(step(v128.load32_zero(w + o), gradient, v, minus, keep, nesterov), 0));
    } else {
      store<f32>(w + o, f32x4.extract_lane(madd(gradient, minus, v128.load32_zero(w + o)), 0));
    }
  }
}
