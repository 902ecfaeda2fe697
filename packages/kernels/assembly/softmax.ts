// Softmax of rows, `e^(x - most) / sum`, in three walks over a row that is in L1 by then: the largest, the exponentials and
// their sum, the quotient.
import { exp4 } from "./math";
import { loadFloats, storeFloats } from "./part";
import { dot, largest, sumLanes } from "./row";

/** Softmax of the `columns` floats at `x`, to `y`, which may be x. A row of -Infinity alone, or with NaN, is NaN. */
export function softmaxRow(columns: i32, x: usize, y: usize): void {
  const shift = f32x4.splat(largest(x, columns));
  let lanes = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const e = exp4(f32x4.sub(loadFloats(x + o, left), shift));
    storeFloats(y + o, e, left);
    // lanes behind the end are not part of the sum
    lanes = f32x4.add(lanes, left >= 4 ? e : loadFloats(y + o, left));
  }
  const scale = f32x4.splat(1 / sumLanes(lanes));
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    storeFloats(y + o, f32x4.mul(loadFloats(y + o, left), scale), left);
  }
}

/** Rows from..to. Units: rows. */
export function softmax(columns: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) softmaxRow(columns, x + <usize>i * row, y + <usize>i * row);
}

/** `dx = y (dy - sum of y dy) scale` for the `columns` floats of a row; dx may be dy. */
export function softmaxGradientRow(columns: i32, dy: usize, y: usize, dx: usize, scale: f32): void {
  const sum = f32x4.splat(dot(y, dy, columns)), factor = f32x4.splat(scale);
  for (let j = 0; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    const d = f32x4.sub(loadFloats(dy + o, left), sum);
    storeFloats(dx + o, f32x4.mul(f32x4.mul(d, loadFloats(y + o, left)), factor), left);
  }
}
