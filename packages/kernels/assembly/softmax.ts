// Softmax of rows, `e^(x - most) / sum`, in three walks over a row that is in L1 by then: the largest, the exponentials and
// their sum, the quotient.
import { expNormal4, storeExpNormal8, writeExpConstants } from "./math";
import { loadFloats, storeFloats } from "./part";
import { dot, largest, scaleFloats, sumLanes } from "./row";

/**
 * Softmax of the `columns` floats at `x` times `scale`, the largest of which products is `most`, to `y`, which may be x. A row of
 * -Infinity alone, or with NaN, is NaN. At `k` are the constants of writeExpConstants.
 */
export function softmaxRow(columns: i32, x: usize, y: usize, scale: f32, most: f32, k: usize): void {
  const factor = f32x4.splat(scale), shift = f32x4.splat(most);
  let a = f32x4.splat(0), j = 0;
  for (; j + 8 <= columns; j += 8) {
    const o = <usize>j << 2;
    const v0 = f32x4.sub(f32x4.mul(v128.load(x + o), factor), shift), v1 = f32x4.sub(f32x4.mul(v128.load(x + o, 16), factor), shift);
    a = f32x4.add(a, storeExpNormal8(y + o, v0, v1, k));
  }
  for (; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    storeFloats(y + o, expNormal4(f32x4.sub(f32x4.mul(loadFloats(x + o, left), factor), shift)), left);
    a = f32x4.add(a, loadFloats(y + o, left)); // without the lanes behind the end
  }
  scaleFloats(columns, y, 1 / sumLanes(a));
}

/** Rows from..to. Units: rows. */
export function softmax(columns: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  writeExpConstants(scratch);
  for (let i = from; i < to; i++) {
    const source = x + <usize>i * row;
    softmaxRow(columns, source, y + <usize>i * row, 1, largest(columns, source), scratch);
  }
}

/** `dx = y (dy - sum of y dy) scale` for the `columns` floats of a row; dx may be dy. */
export function softmaxGradientRow(columns: i32, dy: usize, y: usize, dx: usize, scale: f32): void {
  const sum = f32x4.splat(dot(columns, y, dy)), factor = f32x4.splat(scale);
  let j = 0;
  for (; j + 8 <= columns; j += 8) {
    const o = <usize>j << 2;
    const d0 = f32x4.mul(f32x4.mul(f32x4.sub(v128.load(dy + o), sum), v128.load(y + o)), factor);
    const d1 = f32x4.mul(f32x4.mul(f32x4.sub(v128.load(dy + o, 16), sum), v128.load(y + o, 16)), factor);
    v128.store(dx + o, d0);
    v128.store(dx + o, d1, 16);
  }
  for (; j < columns; j += 4) {
    const o = <usize>j << 2, left = columns - j;
    storeFloats(dx + o, f32x4.mul(f32x4.mul(f32x4.sub(loadFloats(dy + o, left), sum), loadFloats(y + o, left)), factor), left);
  }
}
