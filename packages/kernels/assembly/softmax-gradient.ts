// Backward through softmax, see softmax.ts.
import { softmaxGradientRow } from "./softmax";

/** Rows from..to of `dx = y (dy - sum of y dy)`. Units: rows. */
export function softmaxGradient(columns: i32, dy: usize, y: usize, dx: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) softmaxGradientRow(columns, dy + <usize>i * row, y + <usize>i * row, dx + <usize>i * row, 1);
}
