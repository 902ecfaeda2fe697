// A learning rate with Adam's correction of the start, rate sqrt(1 - beta2^t) / (1 - beta1^t), each part of it rounded to float32.
import { powerAt } from "./step-power";

/** Writes the rate of step `t = count + 1`. Units: 1. */
export function correctedRate(beta1: f32, beta2: f32, rate: usize, count: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const t = load<i32>(count), root: f32 = sqrt<f32>(1 - powerAt(beta2, t));
  store<f32>(y, load<f32>(rate) * root / (1 - powerAt(beta1, t)));
}
