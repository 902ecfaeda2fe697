// Whole numbers spread evenly over a range: the upper half of the product of a word and the range, `⌊word · range / 2³²⌋`, by
// halves of the word, which doubles hold.
//
//   unit u:  words 8u .. 8u+7   ->   y[8u] .. y[8u+7], the last unit may be shorter
import { drawWords } from "./threefry";

/** `y[i]` in `low` to `low + range - 1`. Units: eight numbers. */
export function randomIntegers(count: i32, low: i32, range: f64, key: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  for (let unit = from; unit < to; unit++) {
    drawWords(unit, key, scratch);
    const end = min(8, count - 8 * unit);
    for (let i = 0; i < end; i++) {
      const word = load<u32>(scratch + (<usize>i << 2));
      const upper = <f64>(word >>> 16) * range, lower = <f64>(word & 0xffff) * range;
      const scaled = floor((upper + lower / 65536) / 65536);
      store<i32>(y + (<usize>(8 * unit + i) << 2), low + <i32>(<i64>scaled));
    }
  }
}
