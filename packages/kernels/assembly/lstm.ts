// Long short-term memory over a whole sequence, as drawn in recurrent.ts: per step `i, f, g, o` from x + h · U,
// `c = f c + i g`, `h = o act(c)`.
import { loadFloats, storeFloats } from "./part";
import { activate, copyRows, emit, timesRecurrent } from "./recurrent";
import { madd, SCRATCH } from "./simd";

/**
 * Blocks from..to of `block` rows of the batch. `x` is `[batch, steps, 4 units]`, `panels` the recurrent kernel's, `factors`
 * `[batch, 4 units]` what the gates see the state times (0: as it is), `h0`, `c0` the first states (0: zeros), `mask` bytes `[batch, steps]` (0: none). Writes the output `y`, the last states `h` and `c`
 * (0: not wanted), and for the backward pass (0: none) the gates, `hs` and `cs`, the states before each step. With
 * `backwards` steps are taken from the last on, and y is in that order. Scratch: 8 rows of units for each row of a block.
 * Units: blocks.
 */
export function lstm(batch: i32, steps: i32, units: i32, block: i32, backwards: i32, sequences: i32, zero: i32, activation: i32, gate: i32,
  x: usize, panels: usize, factors: usize, h0: usize, c0: usize, mask: usize, y: usize, h: usize, c: usize, gates: usize, hs: usize, cs: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>units << 2, wide = 4 * row, sequence = <usize>steps * row;
  const hNow = scratch + SCRATCH, cNow = hNow + <usize>block * row, last = cNow + <usize>block * row, sums = last + <usize>block * row;
  const seen = sums + <usize>block * wide;
  for (let u = from; u < to; u++) {
    const first = u * block, rows = min(block, batch - first), before = <usize>first * row;
    copyRows(rows, row, h0 ? h0 + before : 0, row, hNow, row);
    copyRows(rows, row, c0 ? c0 + before : 0, row, cNow, row);
    copyRows(rows, row, 0, 0, last, row);
    for (let s = 0; s < steps; s++) {
      const p = backwards ? steps - 1 - s : s, at = <usize>(first * steps + p), valid = mask ? mask + at : 0;
      if (hs) copyRows(rows, row, hNow, row, hs + at * row, sequence);
      if (cs) copyRows(rows, row, cNow, row, cs + at * row, sequence);
      timesRecurrent(rows, units, 4, hNow, factors ? factors + before * 4 : 0, panels, sums, wide, 0, seen, scratch);
      for (let i = 0; i < rows; i++) {
        const r = at + <usize>(i * steps);
        if (mask && !load<u8>(mask + r)) continue;
        step(units, x + r * wide, sums + <usize>i * wide, gates ? gates + r * wide : 0, hNow + <usize>i * row, cNow + <usize>i * row, activation, gate);
      }
      emit(rows, units, steps, s, sequences, zero, hNow, last, valid, y + before * (sequences ? <usize>steps : 1));
    }
    if (h) copyRows(rows, row, hNow, row, h + before, row);
    if (c) copyRows(rows, row, cNow, row, c + before, row);
  }
}

/** One row of one step. */
function step(units: i32, x: usize, sums: usize, gates: usize, h: usize, c: usize, activation: i32, gate: i32): void {
  const row = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    const i = activate(gate, f32x4.add(loadFloats(x + o, left), loadFloats(sums + o, left)));
    const f = activate(gate, f32x4.add(loadFloats(x + row + o, left), loadFloats(sums + row + o, left)));
    const g = activate(activation, f32x4.add(loadFloats(x + 2 * row + o, left), loadFloats(sums + 2 * row + o, left)));
    const out = activate(gate, f32x4.add(loadFloats(x + 3 * row + o, left), loadFloats(sums + 3 * row + o, left)));
    const carry = madd(f, loadFloats(c + o, left), f32x4.mul(i, g));
    storeFloats(c + o, carry, left);
    storeFloats(h + o, f32x4.mul(out, activate(activation, carry)), left);
    if (!gates) continue;
    storeFloats(gates + o, i, left); storeFloats(gates + row + o, f, left);
    storeFloats(gates + 2 * row + o, g, left); storeFloats(gates + 3 * row + o, out, left);
  }
}
