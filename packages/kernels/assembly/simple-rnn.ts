// A plain recurrent network over a whole sequence, as drawn in recurrent.ts: per step `h = act(x + h · U)`.
import { loadFloats, storeFloats } from "./part";
import { activate, copyRows, emit, timesRecurrent } from "./recurrent";
import { SCRATCH } from "./simd";

/**
 * Blocks from..to of `block` rows of the batch. `x` is `[batch, steps, units]`; everything else as in lstm.ts, `values` being
 * what each step computed. Scratch: 4 rows of units for each row of a block. Units: blocks.
 */
export function simpleRnn(batch: i32, steps: i32, units: i32, block: i32, backwards: i32, sequences: i32, zero: i32, activation: i32,
  x: usize, panels: usize, factors: usize, h0: usize, mask: usize, y: usize, h: usize, values: usize, hs: usize, from: i32, to: i32, scratch: usize): void {
  const row = <usize>units << 2, sequence = <usize>steps * row;
  const hNow = scratch + SCRATCH, last = hNow + <usize>block * row, sums = last + <usize>block * row;
  const seen = sums + <usize>block * row;
  for (let u = from; u < to; u++) {
    const first = u * block, rows = min(block, batch - first), before = <usize>first * row;
    copyRows(rows, row, h0 ? h0 + before : 0, row, hNow, row);
    copyRows(rows, row, 0, 0, last, row);
    for (let s = 0; s < steps; s++) {
      const p = backwards ? steps - 1 - s : s, at = <usize>(first * steps + p);
      if (hs) copyRows(rows, row, hNow, row, hs + at * row, sequence);
      timesRecurrent(rows, units, 1, hNow, factors ? factors + before : 0, panels, sums, row, 0, seen, scratch);
      for (let i = 0; i < rows; i++) {
        const r = at + <usize>(i * steps), now = hNow + <usize>i * row;
        if (mask && !load<u8>(mask + r)) continue;
        step(units, x + r * row, sums + <usize>i * row, now, activation);
        if (values) memory.copy(values + r * row, now, row);
      }
      emit(rows, units, steps, s, sequences, zero, hNow, last, mask ? mask + at : 0, y + before * (sequences ? <usize>steps : 1));
    }
    if (h) copyRows(rows, row, hNow, row, h + before, row);
  }
}

/** One row of one step. */
function step(units: i32, x: usize, sums: usize, h: usize, activation: i32): void {
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    storeFloats(h + o, activate(activation, f32x4.add(loadFloats(x + o, left), loadFloats(sums + o, left))), left);
  }
}
