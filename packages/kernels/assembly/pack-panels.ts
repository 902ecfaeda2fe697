// A matrix in panels of 8 of its columns (pack.ts), as products that use it again and again read it.
import { packRows, packTransposed } from "./pack";

/**
 * Columns 8 from..8 to of `op(b)`, `[k, n]`, to panels; rows of b are `ldb` floats apart. With transpose, b is `[n, k]`.
 * Units: panels.
 */
export function packPanels(transpose: i32, k: i32, n: i32, b: usize, ldb: i32, panels: usize, from: i32, to: i32, scratch: usize): void {
  const columns = min(n, 8 * to) - 8 * from, step = <usize>ldb << 2, target = panels + (<usize>(from * k) << 5);
  if (transpose) packTransposed(k, columns, b + (<usize>from << 3) * step, step, target);
  else packRows(k, columns, b + (<usize>from << 5), step, target);
}
