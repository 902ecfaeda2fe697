// What optimizers correct their first steps by: powers of their decays. A number of float32 is taken to a whole power in float64, by
// squares, and rounded once: where a power is near 1, its rounding would show in a step.
//
//     count  steps before this one: it is number t = count + 1

/** `base^t`. */
export function powerAt(base: f32, count: i32): f32 {
  let power: f64 = 1, square: f64 = base;
  for (let left = <u32>count + 1; left > 0; left >>>= 1) {
    if (left & 1) power *= square;
    square *= square;
  }
  return <f32>power;
}

/** Writes `base^t`. Units: 1. */
export function stepPower(base: f32, count: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  store<f32>(y, powerAt(base, load<i32>(count)));
}
