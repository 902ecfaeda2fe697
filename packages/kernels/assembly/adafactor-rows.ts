// Means of the squared gradients of Adafactor, by rows, in place: rows = decay rows + rest mean(g^2 + epsilon); rest is 1 - decay.
import { keepFloats, loadFloats } from "./part";

/** Rows from..to, of `columns` each. Units: rows. */
export function adafactorRows(columns: i32, decay: usize, epsilon: f32, g: usize, rows: usize, from: i32, to: i32, scratch: usize): void {
  const keep = load<f32>(decay), take: f32 = 1 - keep, e = f32x4.splat(epsilon);
  for (let row = from; row < to; row++) {
    const source = g + (<usize>row * <usize>columns << 2), target = rows + (<usize>row << 2);
    let sum = f64x2.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j, gradient = loadFloats(source + (<usize>j << 2), left);
      const square = keepFloats(f32x4.add(f32x4.mul(gradient, gradient), e), left);
      sum = f64x2.add(sum, f64x2.add(f64x2.promote_low_f32x4(square), f64x2.promote_low_f32x4(v128.shuffle<i32>(square, square, 2, 3, 0, 1))));
    }
    const mean = <f32>((f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)) / <f64>columns);
    store<f32>(target, load<f32>(target) * keep + mean * take);
  }
}
