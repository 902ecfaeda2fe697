// Softmax of rows, `e^(x - most) / sum`, in three walks over a row that is in L1 by then: the largest, the exponentials and
// their sum, the quotient.
import { expNormal4 } from "./math";
import { loadFloats, storeFloats } from "./part";
import { dot, largest, scaleFloats, sumLanes } from "./row";

/**
 * Softmax of the `columns` floats at `x`, the largest of which is `most`, to `y`, which may be x. A row of -Infinity alone,
 * or with NaN, is NaN.
 */
export function softmaxRow(columns: i32, x: usize, y: usize, most: f32): void {
  const shift = f32x4.splat(most);
  let lanes = f32x4.splat(0), j = 0;
  for (; j + 4 <= columns; j += 4) {
    const o = <usize>j << 2, e = expNormal4(f32x4.sub(v128.load(x + o), shift));
    v128.store(y + o, e);
    lanes = f32x4.add(lanes, e);
  }
  if (j < columns) {
    const o = <usize>j << 2, left = columns - j;
    storeFloats(y + o, expNormal4(f32x4.sub(loadFloats(x + o, left), shift)), left);
    lanes = f32x4.add(lanes, loadFloats(y + o, left)); // without the lanes behind the end
  }
  scaleFloats(columns, y, 1 / sumLanes(lanes));
}

/** Rows from..to. Units: rows. */
export function softmax(columns: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) {
    const source = x + <usize>i * row;
    softmaxRow(columns, source, y + <usize>i * row, largest(columns, source));
  }
}

/** `dx = y (dy - sum of y dy) scale` for the `columns` floats of a row; dx may be dy. */
export function softmaxGradientRow(columns: i32, dy: usize, y: usize, dx: usize, scale: f32): void {
  const sum = f32x4.splat(dot(columns, y, dy)), factor = f32x4.splat(scale);
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    const o = <usize>j << 2;
    v128.store(dx + o, f32x4.mul(f32x4.mul(f32x4.sub(v128.load(dy + o), sum), v128.load(y + o)), factor));
  }
  if (j < columns) {
    const o = <usize>j << 2, left = columns - j;
    storeFloats(dx + o, f32x4.mul(f32x4.mul(f32x4.sub(loadFloats(dy + o, left), sum), loadFloats(y + o, left)), factor), left);
  }
}
