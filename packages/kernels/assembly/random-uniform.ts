// Numbers spread evenly over a range: 24 bits of each word are a multiple of 2⁻²⁴ in [0, 1), taken to the range in doubles, as a
// scalar program would, and rounded once. What rounds up to the end of the range becomes the number below it.
//
//   unit u:  words 8u .. 8u+7   ->   two doubles at a time   ->   y[8u] .. y[8u+7], the last unit may be shorter
import { storeFloats } from "./part";
import { drawWords } from "./threefry";

/** Two numbers, in the lower lanes, for the two words in the lower lanes. */
// @ts-ignore: decorator
@inline
function spread(words: v128, low: v128, range: v128, end: v128, below: v128): v128 {
  const share = f64x2.mul(f64x2.convert_low_i32x4_s(words), f64x2.splat(5.9604644775390625e-8));
  const drawn = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.add(low, f64x2.mul(share, range))));
  return f32x4.demote_f64x2_zero(v128.bitselect(below, drawn, f64x2.ge(drawn, end)));
}

/** `y[i] = low + range * share[i]`, and `below` where that is `end` or more. Units: eight numbers. */
export function randomUniform(count: i32, low: f64, range: f64, end: f64, below: f64, key: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const a = f64x2.splat(low), b = f64x2.splat(range), c = f64x2.splat(end), d = f64x2.splat(below);
  for (let unit = from; unit < to; unit++) {
    drawWords(unit, key, scratch);
    for (let i = 0; i < 8 && 8 * unit + i < count; i += 4) {
      const words = i32x4.shr_u(v128.load(scratch + (<usize>i << 2)), 8);
      const first = spread(words, a, b, c, d), second = spread(v128.shuffle<i32>(words, words, 2, 3, 2, 3), a, b, c, d);
      storeFloats(y + (<usize>(8 * unit + i) << 2), v128.shuffle<i32>(first, second, 0, 1, 4, 5), count - 8 * unit - i);
    }
  }
}
