// Backward through gru.ts, from the last step to the first. Where the reset gate comes before the product, the candidate's
// part goes back through its columns first, because the gate's gradient needs it.
import { loadFloats, storeFloats } from "./part";
import { copyRows, receive, scaleState, slope, timesPanels, timesTurned } from "./recurrent";
import { madd, SCRATCH } from "./simd";

/**
 * Blocks from..to of `block` rows of the batch; arguments as in gru.ts and lstm-gradient.ts, panels those of the turned
 * recurrent kernel. Writes `dx`, and for reset after `dr`, the gradient of `h · U + bias`. Scratch: 7 rows of units for each
 * row of a block. Units: blocks.
 */
export function gruGradient(batch: i32, steps: i32, units: i32, block: i32, backwards: i32, sequences: i32, zero: i32, activation: i32, gate: i32, after: i32,
  panels: usize, candidate: usize, factors: usize, mask: usize, dy: usize, dh: usize, gates: usize, hs: usize, parts: usize, dx: usize, dr: usize, dh0: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>units << 2, wide = 3 * row;
  const hNow = scratch + SCRATCH, pending = hNow + <usize>block * row, reset = pending + <usize>block * row;
  const sums = reset + <usize>block * row, seen = sums + <usize>block * wide;
  for (let u = from; u < to; u++) {
    const first = u * block, rows = min(block, batch - first), before = <usize>first * row, own = factors ? factors + before * 3 : 0;
    copyRows(rows, row, dh ? dh + before : 0, row, hNow, row);
    copyRows(rows, row, 0, 0, pending, row);
    for (let s = steps - 1; s >= 0; s--) {
      const p = backwards ? steps - 1 - s : s, at = <usize>(first * steps + p);
      receive(rows, units, steps, s, sequences, zero, hNow, pending, mask ? mask + at : 0, dy + before * (sequences ? <usize>steps : 1));
      for (let i = 0; i < rows; i++) {
        const r = at + <usize>(i * steps), sum = sums + <usize>i * wide;
        if (mask && !load<u8>(mask + r)) memory.fill(sum, 0, wide); // the state passes by
        else back(units, gates + r * wide, hs + r * row, hNow + <usize>i * row, sum, activation, gate);
      }
      if (!after) {
        timesPanels(rows, units, units, sums + 2 * row, wide, candidate, reset, row, 0, 0, scratch);
        if (own) scaleState(rows, units, reset, own + 2 * row, wide);
      }
      for (let i = 0; i < rows; i++) {
        const r = at + <usize>(i * steps), sum = sums + <usize>i * wide;
        const masked = mask && !load<u8>(mask + r);
        if (!masked && !after) resetBefore(units, gates + r * wide, hs + r * row, reset + <usize>i * row, hNow + <usize>i * row, sum, gate);
        if (masked || !after) memory.copy(dx + r * wide, sum, wide);
        if (after) {
          if (!masked) resetAfter(units, gates + r * wide, parts + r * row, sum, dx + r * wide, gate);
          memory.copy(dr + r * wide, sum, wide);
        }
      }
      timesTurned(rows, units, after ? 3 : 2, sums, wide, own, panels, hNow, seen, scratch);
    }
    copyRows(rows, row, hNow, row, dh0 + before, row);
  }
}

/** One row: gradients of the sums of z and of the candidate, in their places; `dh` becomes what passes by them, `dh z`. */
function back(units: i32, gates: usize, hs: usize, dh: usize, sums: usize, activation: i32, gate: i32): void {
  const row = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    const z = loadFloats(gates + o, left), g = loadFloats(gates + 2 * row + o, left), d = loadFloats(dh + o, left);
    const rest = f32x4.mul(d, f32x4.sub(f32x4.splat(1), z));
    storeFloats(sums + o, f32x4.mul(f32x4.mul(d, f32x4.sub(loadFloats(hs + o, left), g)), slope(gate, z)), left);
    storeFloats(sums + 2 * row + o, f32x4.mul(rest, slope(activation, g)), left);
    storeFloats(dh + o, f32x4.mul(d, z), left);
  }
}

/** The gradient of the sum of r, from `reset`, that of `r h`, whose other part goes to `dh`. */
function resetBefore(units: i32, gates: usize, hs: usize, reset: usize, dh: usize, sums: usize, gate: i32): void {
  const row = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    const r = loadFloats(gates + row + o, left), d = loadFloats(reset + o, left);
    storeFloats(sums + row + o, f32x4.mul(f32x4.mul(d, loadFloats(hs + o, left)), slope(gate, r)), left);
    storeFloats(dh + o, madd(d, r, loadFloats(dh + o, left)), left);
  }
}

/** The gradient of the sum of r; those of x go to `dx`, those of `h · U` stay, the candidate's times r. */
function resetAfter(units: i32, gates: usize, parts: usize, sums: usize, dx: usize, gate: i32): void {
  const row = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    const r = loadFloats(gates + row + o, left), d = loadFloats(sums + 2 * row + o, left);
    const dr = f32x4.mul(f32x4.mul(d, loadFloats(parts + o, left)), slope(gate, r));
    storeFloats(sums + row + o, dr, left);
    storeFloats(dx + o, loadFloats(sums + o, left), left);
    storeFloats(dx + row + o, dr, left);
    storeFloats(dx + 2 * row + o, d, left);
    storeFloats(sums + 2 * row + o, f32x4.mul(d, r), left);
  }
}
