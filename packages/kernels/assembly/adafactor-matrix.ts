// The mean squares of a matrix's gradient by Adafactor, the product of those of rows and columns: v = r / mean r · c; and by rows the
// sums of squares of the steps, u = g / sqrt v, and of the weights.
import { keepFloats, loadFloats, storeFloats } from "./part";
import { addSquares, total } from "./squares";

/**
 * Rows from..to of matrices `[rows, columns]`, `count` in all: `means` has the mean of `r` in each matrix, `sums` gets `count` sums for
 * the steps, then those for the weights. Units: rows.
 */
export function adafactorMatrix(count: i32, rows: i32, columns: i32, w: usize, g: usize, r: usize, c: usize, means: usize, v: usize, sums: usize,
  from: i32, to: i32, scratch: usize): void {
  for (let row = from; row < to; row++) {
    const matrix = row / rows, start = <usize>row * <usize>columns << 2, across = c + (<usize>matrix * <usize>columns << 2);
    const share = f32x4.splat(load<f32>(r + (<usize>row << 2)) / load<f32>(means + (<usize>matrix << 2)));
    let weights = f64x2.splat(0), steps = f64x2.splat(0);
    for (let j = 0; j < columns; j += 4) {
      const left = columns - j, o = start + (<usize>j << 2), square = f32x4.mul(share, loadFloats(across + (<usize>j << 2), left));
      storeFloats(v + o, square, left);
      steps = addSquares(steps, keepFloats(f32x4.div(loadFloats(g + o, left), f32x4.sqrt(square)), left));
      weights = addSquares(weights, loadFloats(w + o, left));
    }
    store<f32>(sums + (<usize>row << 2), total(steps));
    store<f32>(sums + (<usize>(count + row) << 2), total(weights));
  }
}
