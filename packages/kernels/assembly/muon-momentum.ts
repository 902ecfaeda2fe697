// The beginning of Muon for a matrix, in place: m += g + m (momentum - 1), and y = m, or with Nesterov's look-ahead y = g + momentum m;
// and by parts the sum of squares of y.
import { loadFloats, storeFloats } from "./part";
import { addSquares, startOf, total } from "./squares";

/** A part of `size` elements. Units: parts. */
export function muonMomentum(size: i32, parts: i32, nesterov: i32, momentum: f32, rest: f32, g: usize, m: usize, y: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  const keep = f32x4.splat(momentum), less = f32x4.splat(-rest);
  for (let part = from; part < to; part++) {
    const end = startOf(part + 1, parts, size);
    let sum = f64x2.splat(0);
    for (let i = startOf(part, parts, size); i < end; i += 4) {
      const o = <usize>i << 2, left = end - i, gradient = loadFloats(g + o, left), m0 = loadFloats(m + o, left);
      const m1 = f32x4.add(m0, f32x4.add(gradient, f32x4.mul(m0, less)));
      const ahead = nesterov ? f32x4.add(gradient, f32x4.mul(m1, keep)) : m1;
      storeFloats(m + o, m1, left);
      storeFloats(y + o, ahead, left);
      sum = addSquares(sum, ahead);
    }
    store<f32>(sums + (<usize>part << 2), total(sum));
  }
}
