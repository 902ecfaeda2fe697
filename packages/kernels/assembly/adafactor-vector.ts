// The mean squares of a vector's gradient by Adafactor, v = decay v + rest (g^2 + epsilon), and by parts the sums of squares of the steps,
// u = g / sqrt v, and of the weights; rest is 1 - decay.
import { keepFloats, loadFloats, storeFloats } from "./part";
import { addSquares, startOf, total } from "./squares";

/** A part of `size` elements; `sums` are those of the steps' parts, then those of the weights'. Units: parts. */
export function adafactorVector(size: i32, parts: i32, decay: usize, epsilon: f32, w: usize, g: usize, v: usize, sums: usize, from: i32, to: i32, scratch: usize): void {
  const keep = v128.load32_splat(decay), take = f32x4.sub(f32x4.splat(1), keep), e = f32x4.splat(epsilon);
  for (let part = from; part < to; part++) {
    const end = startOf(part + 1, parts, size);
    let weights = f64x2.splat(0), steps = f64x2.splat(0);
    for (let i = startOf(part, parts, size); i < end; i += 4) {
      const o = <usize>i << 2, left = end - i, gradient = loadFloats(g + o, left);
      const square = f32x4.add(f32x4.mul(gradient, gradient), e);
      const mean = f32x4.add(f32x4.mul(loadFloats(v + o, left), keep), f32x4.mul(square, take));
      storeFloats(v + o, mean, left);
      steps = addSquares(steps, keepFloats(f32x4.div(gradient, f32x4.sqrt(mean)), left));
      weights = addSquares(weights, loadFloats(w + o, left));
    }
    store<f32>(sums + (<usize>part << 2), total(steps));
    store<f32>(sums + (<usize>(parts + part) << 2), total(weights));
  }
}
