// Backward through lstm.ts, from the last step to the first: the gradients of the four sums of a step, and by their product
// with the turned recurrent kernel that of the state before it.
import { loadFloats, storeFloats } from "./part";
import { activate, copyRows, receive, slope, timesTurned } from "./recurrent";
import { madd, SCRATCH } from "./simd";

/**
 * Blocks from..to of `block` rows of the batch; arguments as in lstm.ts, `panels` those of the turned recurrent kernel, `dy`,
 * `dh`, `dc` the gradients of the output and the last states (0: none). Writes `dx`, the gradient of x, and `dh0`, `dc0`,
 * those of the first states. Scratch: 8 rows of units for each row of a block. Units: blocks.
 */
export function lstmGradient(batch: i32, steps: i32, units: i32, block: i32, backwards: i32, sequences: i32, zero: i32, activation: i32, gate: i32,
  panels: usize, factors: usize, mask: usize, dy: usize, dh: usize, dc: usize, gates: usize, cs: usize, dx: usize, dh0: usize, dc0: usize,
  from: i32, to: i32, scratch: usize): void {
  const row = <usize>units << 2, wide = 4 * row;
  const hNow = scratch + SCRATCH, cNow = hNow + <usize>block * row, pending = cNow + <usize>block * row, sums = pending + <usize>block * row;
  const seen = sums + <usize>block * wide;
  for (let u = from; u < to; u++) {
    const first = u * block, rows = min(block, batch - first), before = <usize>first * row;
    copyRows(rows, row, dh ? dh + before : 0, row, hNow, row);
    copyRows(rows, row, dc ? dc + before : 0, row, cNow, row);
    copyRows(rows, row, 0, 0, pending, row);
    for (let s = steps - 1; s >= 0; s--) {
      const p = backwards ? steps - 1 - s : s, at = <usize>(first * steps + p);
      receive(rows, units, steps, s, sequences, zero, hNow, pending, mask ? mask + at : 0, dy + before * (sequences ? <usize>steps : 1));
      for (let i = 0; i < rows; i++) {
        const r = at + <usize>(i * steps), target = sums + <usize>i * wide;
        if (mask && !load<u8>(mask + r)) {
          memory.fill(target, 0, wide); // the state passes by
        } else {
          back(units, gates + r * wide, cs + r * row, hNow + <usize>i * row, cNow + <usize>i * row, target, activation, gate);
        }
        memory.copy(dx + r * wide, target, wide);
      }
      timesTurned(rows, units, 4, sums, wide, factors ? factors + before * 4 : 0, panels, hNow, seen, scratch);
    }
    copyRows(rows, row, hNow, row, dh0 + before, row);
    copyRows(rows, row, cNow, row, dc0 + before, row);
  }
}

/** One row of one step; `dc` becomes that of the carry before it, `dh` 0 to be added to. */
function back(units: i32, gates: usize, cs: usize, dh: usize, dc: usize, sums: usize, activation: i32, gate: i32): void {
  const row = <usize>units << 2;
  for (let j = 0; j < units; j += 4) {
    const left = units - j, o = <usize>j << 2;
    const i = loadFloats(gates + o, left), f = loadFloats(gates + row + o, left);
    const g = loadFloats(gates + 2 * row + o, left), out = loadFloats(gates + 3 * row + o, left);
    const c = loadFloats(cs + o, left), d = loadFloats(dh + o, left);
    const squashed = activate(activation, madd(f, c, f32x4.mul(i, g)));
    const carry = madd(f32x4.mul(d, out), slope(activation, squashed), loadFloats(dc + o, left));
    storeFloats(sums + o, f32x4.mul(f32x4.mul(carry, g), slope(gate, i)), left);
    storeFloats(sums + row + o, f32x4.mul(f32x4.mul(carry, c), slope(gate, f)), left);
    storeFloats(sums + 2 * row + o, f32x4.mul(f32x4.mul(carry, i), slope(activation, g)), left);
    storeFloats(sums + 3 * row + o, f32x4.mul(f32x4.mul(d, squashed), slope(gate, out)), left);
    storeFloats(dc + o, f32x4.mul(carry, f), left);
    storeFloats(dh + o, f32x4.splat(0), left);
  }
}
