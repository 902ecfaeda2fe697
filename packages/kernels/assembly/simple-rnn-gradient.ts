// Backward through simple-rnn.ts, from the last step to the first.
import { loadFloats, storeFloats } from "./part";
import { copyRows, receive, slope, timesTurned } from "./recurrent";
import { SCRATCH } from "./simd";

/** Blocks from..to of `block` rows of the batch; arguments as in lstm-gradient.ts. Scratch: 4 rows of units for each row of a block. Units: blocks. */
export function simpleRnnGradient(batch: i32, steps: i32, units: i32, block: i32, backwards: i32, sequences: i32, zero: i32, activation: i32,
  panels: usize, factors: usize, mask: usize, dy: usize, dh: usize, values: usize, dx: usize, dh0: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>units << 2;
  const hNow = scratch + SCRATCH, pending = hNow + <usize>block * row, sums = pending + <usize>block * row;
  const seen = sums + <usize>block * row;
  for (let u = from; u < to; u++) {
    const first = u * block, rows = min(block, batch - first), before = <usize>first * row;
    copyRows(rows, row, dh ? dh + before : 0, row, hNow, row);
    copyRows(rows, row, 0, 0, pending, row);
    for (let s = steps - 1; s >= 0; s--) {
      const p = backwards ? steps - 1 - s : s, at = <usize>(first * steps + p);
      receive(rows, units, steps, s, sequences, zero, hNow, pending, mask ? mask + at : 0, dy + before * (sequences ? <usize>steps : 1));
      for (let i = 0; i < rows; i++) {
        const r = at + <usize>(i * steps), target = sums + <usize>i * row;
        if (mask && !load<u8>(mask + r)) memory.fill(target, 0, row); // the state passes by
        else back(units, values + r * row, hNow + <usize>i * row, target, activation);
        memory.copy(dx + r * row, target, row);
      }
      timesTurned(rows, units, 1, sums, row, factors ? factors + before : 0, panels, hNow, seen, scratch);
    }
    copyRows(rows, row, hNow, row, dh0 + before, row);
  }
}

/** One row of one step; `dh` becomes 0, to be added to. */
function back(units: i32, values: usize, dh: usize, sums: usize, activation: i32): void {
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    storeFloats(sums + o, f32x4.mul(loadFloats(dh + o, left), slope(activation, loadFloats(values + o, left))), left);
    storeFloats(dh + o, f32x4.splat(0), left);
  }
}
