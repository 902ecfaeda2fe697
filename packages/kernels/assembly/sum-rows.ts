// The sum of a few rows, as the parts of a longer sum leave them.

/** `y[j] = sum over i of x[i, j]` for columns from..to. Units: columns. */
export function sumRows(rows: i32, columns: i32, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let j = from; j < to; j++) {
    let sum: f32 = 0;
    for (let i = 0; i < rows; i++) sum += load<f32>(x + (<usize>(i * columns + j) << 2));
    store<f32>(y + (<usize>j << 2), sum);
  }
}
