// Rows times one number each.

/** `y[i, j] = x[i, j] * scale[i]` for rows from..to. Units: rows. */
export function scaleRows(columns: i32, x: usize, scale: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>columns << 2;
  for (let i = from; i < to; i++) {
    const factor = load<f32>(scale + (<usize>i << 2)), factors = f32x4.splat(factor);
    const source = x + <usize>i * row, target = y + <usize>i * row;
    let j: usize = 0;
    for (; j + 16 <= row; j += 16) v128.store(target + j, f32x4.mul(v128.load(source + j), factors));
    for (; j < row; j += 4) store<f32>(target + j, load<f32>(source + j) * factor);
  }
}
