// A random choice of elements kept and scaled, the others 0. The choice is drawn from the key wherever it is needed, backwards
// too, and never stored. Elements may share theirs: a row of `inner` words, drawn to scratch, serves `repeat` rows.
//
//             inner
//   scratch  ┌─────┐          x          y
//     words  │w .. │   ->  ┌─────┐    ┌─────┐
//            └─────┘       │     │ -> │     │   repeat rows        y = word below the threshold ? 0 : x * scale
//                          └─────┘    └─────┘
import { loadFloats, storeFloats } from "./part";
import { drawWords } from "./threefry";

/** The words from `first` up to `end` as masks, all bits where the element is kept; gives the address of the first. */
function drawMasks(first: i32, end: i32, threshold: i32, key: usize, scratch: usize): usize {
  const least = i32x4.splat(threshold), start = first >> 3;
  for (let unit = start; unit << 3 < end; unit++) {
    const p = scratch + (<usize>(unit - start) << 5);
    drawWords(unit, key, p);
    v128.store(p, i32x4.ge_s(i32x4.shr_u(v128.load(p), 8), least));
    v128.store(p, i32x4.ge_s(i32x4.shr_u(v128.load(p, 16), 8), least), 16);
  }
  return scratch + (<usize>(first & 7) << 2);
}

/** `threshold` is the share that is dropped times 2²⁴; `count` words are drawn, `inner` for a unit. Units: `repeat` rows of `inner`. */
export function dropout(count: i32, inner: i32, repeat: i32, threshold: i32, scale: f32, key: usize, x: usize, y: usize, from: i32, to: i32, scratch: usize): void {
  const factor = f32x4.splat(scale);
  for (let unit = from; unit < to; unit++) {
    const first = unit * inner, length = min(inner, count - first);
    const masks = drawMasks(first, first + length, threshold, key, scratch);
    let at = <usize>first * <usize>repeat << 2;
    if (inner == 1) {
      const mask = v128.load32_splat(masks);
      for (let j = 0; j < repeat; j += 4, at += 16)
        storeFloats(y + at, v128.and(f32x4.mul(loadFloats(x + at, repeat - j), factor), mask), repeat - j);
      continue;
    }
    for (let r = 0; r < repeat; r++, at += <usize>length << 2) {
      for (let j = 0; j < length; j += 4) {
        const o = <usize>j << 2, left = length - j;
        storeFloats(y + at + o, v128.and(f32x4.mul(loadFloats(x + at + o, left), factor), v128.load(masks + o)), left);
      }
    }
  }
}
