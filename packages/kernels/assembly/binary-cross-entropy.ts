// Cross-entropy of two classes, element by element, and its derivative, four at a time:
//
//   of logits x              loss = ln(1 + e^x) - x t               difference = sigmoid(x) - t
//   of probabilities x,      loss = -(t ln p + (1 - t) ln(1 - p))   difference = x is inside ? (1 - t) / (1 - p) - t / p : 0
//   p = clip(x)
import { sigmoid4, softplus4 } from "./activation-math";
import { clip4, inside4 } from "./cross-entropy";
import { log4 } from "./math";
import { loadFloats, storeFloats } from "./part";

/** The losses of `min(4, left)` elements, whose differences go to `difference`. */
// @ts-ignore: decorator
@inline
export function elements4(probabilities: i32, epsilon: f32, v: v128, t: v128, difference: usize, left: i32): v128 {
  if (!probabilities) {
    storeFloats(difference, f32x4.sub(sigmoid4(v), t), left);
    return f32x4.sub(softplus4(v), f32x4.mul(v, t));
  }
  const one = f32x4.splat(1), low = f32x4.splat(epsilon), high = f32x4.splat(1 - epsilon);
  const p = clip4(v, low, high), rest = f32x4.sub(one, p), other = f32x4.sub(one, t);
  storeFloats(difference, v128.and(f32x4.sub(f32x4.div(other, rest), f32x4.div(t, p)), inside4(v, low, high)), left);
  return f32x4.neg(f32x4.add(f32x4.mul(t, log4(p)), f32x4.mul(other, log4(rest))));
}

/** Elements from..to. Units: elements. */
export function binaryCrossEntropy(probabilities: i32, epsilon: f32, x: usize, labels: usize, losses: usize, difference: usize,
  from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i += 4) {
    const o = <usize>i << 2, left = to - i;
    storeFloats(losses + o, elements4(probabilities, epsilon, loadFloats(x + o, left), loadFloats(labels + o, left), difference + o, left), left);
  }
}
