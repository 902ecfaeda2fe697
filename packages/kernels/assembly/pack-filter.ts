// A filter [kh, kw, cin, cout] is a matrix [kh * kw * cin, cout]; a convolution reads it in panels of 8 of its columns.
import { packRows } from "./pack";

/** Columns 8 from..8 to of the filter `[k, n]` to panels. Units: panels. */
export function packFilter(k: i32, n: i32, filter: usize, panels: usize, from: i32, to: i32, scratch: usize): void {
  const columns = min(n, 8 * to) - 8 * from;
  packRows(k, columns, filter + (<usize>from << 5), <usize>n << 2, panels + (<usize>(from * k) << 5));
}
