// Gated recurrent units over a whole sequence, as drawn in recurrent.ts. With the gates `z, r`, `h = z h + (1 - z) g`; the
// candidate is `g = act(x + r (h · U))` if the reset gate comes after the product, else `g = act(x + (r h) · U)`, a second
// product a step.
import { loadFloats, storeFloats } from "./part";
import { activate, copyRows, emit, scaleState, timesPanels, timesRecurrent } from "./recurrent";
import { madd, SCRATCH } from "./simd";

/**
 * Blocks from..to of `block` rows of the batch. `x` is `[batch, steps, 3 units]`; arguments as in lstm.ts. Reset after:
 * `panels` are those of the recurrent kernel `[units, 3 units]`, with its `bias` (0: none), and `parts` keeps `h · U` of the
 * candidate. Reset before: `panels` are those of its first 2 units columns, `candidate` those of the rest, and `parts` keeps
 * `r h`, with `factors` times those of the candidate. Scratch: 7 rows of units for each row of a block. Units: blocks.
 */
export function gru(batch: i32, steps: i32, units: i32, block: i32, backwards: i32, sequences: i32, zero: i32, activation: i32, gate: i32, after: i32,
  x: usize, panels: usize, candidate: usize, bias: usize, factors: usize, h0: usize, mask: usize, y: usize, h: usize, gates: usize, hs: usize, parts: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>units << 2, wide = 3 * row, sequence = <usize>steps * row;
  const hNow = scratch + SCRATCH, last = hNow + <usize>block * row, reset = last + <usize>block * row, sums = reset + <usize>block * row;
  const seen = sums + <usize>block * wide;
  for (let u = from; u < to; u++) {
    const first = u * block, rows = min(block, batch - first), before = <usize>first * row, own = factors ? factors + before * 3 : 0;
    copyRows(rows, row, h0 ? h0 + before : 0, row, hNow, row);
    copyRows(rows, row, 0, 0, last, row);
    for (let s = 0; s < steps; s++) {
      const p = backwards ? steps - 1 - s : s, at = <usize>(first * steps + p);
      if (hs) copyRows(rows, row, hNow, row, hs + at * row, sequence);
      timesRecurrent(rows, units, after ? 3 : 2, hNow, own, panels, sums, wide, bias, seen, scratch);
      if (!after) {
        for (let i = 0; i < rows; i++) {
          const r = at + <usize>(i * steps);
          resetState(units, x + r * wide + row, sums + <usize>i * wide + row, hNow + <usize>i * row, reset + <usize>i * row, gate);
        }
        if (own) scaleState(rows, units, reset, own + 2 * row, wide);
        timesPanels(rows, units, units, reset, row, candidate, sums + 2 * row, wide, 0, 0, scratch);
      }
      for (let i = 0; i < rows; i++) {
        const r = at + <usize>(i * steps), sum = sums + <usize>i * wide;
        if (mask && !load<u8>(mask + r)) {
          if (parts) memory.fill(parts + r * row, 0, row); // goes into a product with the gradients, which are 0 here
          continue;
        }
        if (parts) memory.copy(parts + r * row, after ? sum + 2 * row : reset + <usize>i * row, row);
        step(units, x + r * wide, sum, gates ? gates + r * wide : 0, hNow + <usize>i * row, activation, gate, after);
      }
      emit(rows, units, steps, s, sequences, zero, hNow, last, mask ? mask + at : 0, y + before * (sequences ? <usize>steps : 1));
    }
    if (h) copyRows(rows, row, hNow, row, h + before, row);
  }
}

/** `sigmoid(x + sum) h`, the state as the candidate sees it. */
function resetState(units: i32, x: usize, sums: usize, h: usize, to: usize, gate: i32): void {
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    const r = activate(gate, f32x4.add(loadFloats(x + o, left), loadFloats(sums + o, left)));
    storeFloats(to + o, f32x4.mul(r, loadFloats(h + o, left)), left);
  }
}

/** One row of one step. */
function step(units: i32, x: usize, sums: usize, gates: usize, h: usize, activation: i32, gate: i32, after: i32): void {
  const row = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    const z = activate(gate, f32x4.add(loadFloats(x + o, left), loadFloats(sums + o, left)));
    const r = activate(gate, f32x4.add(loadFloats(x + row + o, left), loadFloats(sums + row + o, left)));
    const own = loadFloats(sums + 2 * row + o, left), given = loadFloats(x + 2 * row + o, left);
    const g = activate(activation, after ? madd(r, own, given) : f32x4.add(given, own));
    const state = loadFloats(h + o, left);
    storeFloats(h + o, madd(z, state, f32x4.mul(f32x4.sub(f32x4.splat(1), z), g)), left);
    if (!gates) continue;
    storeFloats(gates + o, z, left); storeFloats(gates + row + o, r, left); storeFloats(gates + 2 * row + o, g, left);
  }
}
