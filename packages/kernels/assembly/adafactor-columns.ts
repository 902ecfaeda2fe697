// Means of the squared gradients of Adafactor, by columns, in place: means = decay means + rest mean(g^2 + epsilon); rest is 1 - decay.
import { loadFloats, storeFloats } from "./part";

/** Columns of a strip: those of a cache line. */
// @ts-ignore: decorator
@inline const STRIP: i32 = 16;

/** Strips from..to of the columns of matrices `[rows, columns]`. Units: strips, those of the first matrix first. */
export function adafactorColumns(rows: i32, columns: i32, decay: usize, epsilon: f32, g: usize, means: usize, from: i32, to: i32, scratch: usize): void {
  const strips = (columns + STRIP - 1) / STRIP, e = f32x4.splat(epsilon), step = <usize>columns << 2;
  const count = f32x4.splat(<f32>rows), keep = v128.load32_splat(decay), take = f32x4.sub(f32x4.splat(1), keep);
  for (let unit = from; unit < to; unit++) {
    const matrix = unit / strips, start = unit % strips * STRIP, end = min(columns, start + STRIP);
    const target = means + (<usize>(matrix * columns + start) << 2);
    memory.fill(scratch, 0, STRIP << 2);
    for (let i = 0; i < rows; i++) {
      const source = g + <usize>(matrix * rows + i) * step + (<usize>start << 2);
      for (let j = 0; j < end - start; j += 4) {
        const o = <usize>j << 2, gradient = loadFloats(source + o, end - start - j);
        v128.store(scratch + o, f32x4.add(v128.load(scratch + o), f32x4.add(f32x4.mul(gradient, gradient), e)));
      }
    }
    for (let j = 0; j < end - start; j += 4) {
      const o = <usize>j << 2, left = end - start - j, mean = f32x4.div(v128.load(scratch + o), count);
      storeFloats(target + o, f32x4.add(f32x4.mul(loadFloats(target + o, left), keep), f32x4.mul(mean, take)), left);
    }
  }
}
