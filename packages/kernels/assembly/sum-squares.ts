// Parts of the sum of squares of an array: what its norm is made of.
import { loadFloats } from "./part";
import { addSquares, startOf, total } from "./squares";

/** `sums[part]` is the sum of `x²` over a part of `size` elements. Units: parts. */
export function sumSquares(size: i32, parts: i32, x: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  for (let part = from; part < to; part++) {
    const end = startOf(part + 1, parts, size);
    let sum = f64x2.splat(0);
    for (let i = startOf(part, parts, size); i < end; i += 4) sum = addSquares(sum, loadFloats(x + (<usize>i << 2), end - i));
    store<f32>(sums + (<usize>part << 2), total(sum));
  }
}
