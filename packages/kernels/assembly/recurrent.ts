// What the recurrent kernels share. A whole sequence is one command, and its units are blocks of a few rows of the batch, which
// never meet: a block walks all steps alone, its state in scratch.
//
//        x  [batch, steps, gates · units], the input's part of the sums, made by one product before
//           +---- steps ---->                      state h (and c) of the block: a few KB, stays in L1
//    block  | z z z z z z z |   per step:          sums = h · U, U packed in panels once a command
//    of     | z z z z z z z |                      then the gates, four units at a time
//    rows   +---------------+
//
// Dropout of states multiplies what each gate sees of the state by factors that are the same at all steps: then the product goes
// gate by gate, each on a copy of the state in scratch.
//
// For the backward pass the gates and the state before each step are kept, `[batch, steps, ...]`, so that the gradients of
// the weights are one product each over all steps. A masked step leaves the state as it was; what its gates would be is not
// computed.
import { sigmoid4, sigmoidSlope, tanh4, tanhSlope } from "./activation-math";
import { ACCUMULATE, BIAS, madd } from "./simd";
import { loadFloats, storeFloats } from "./part";
import { tileByRows, tileRows } from "./tile";
import { tileColumns } from "./width";

/** `c[rows, n] = a[rows, k] · b` with b in panels; `lda` and `ldc` in bytes, flags as in simd.ts. */
export function timesPanels(rows: i32, n: i32, k: i32, a: usize, lda: usize, panels: usize, c: usize, ldc: usize, bias: usize, flags: i32, scratch: usize): void {
  for (let j = 0; j < n; j += tileColumns(n - j)) {
    const panel = panels + (<usize>(j * k) << 2), byteJ = <usize>j << 2;
    for (let i = 0; i < rows;) {
      const left = rows - i, take = tileRows(left);
      tileByRows(take, left, n - j, k, 1, a + <usize>i * lda, lda, 0, panel, <usize>k << 5, c + <usize>i * ldc + byteJ, ldc, bias + byteJ, flags, scratch);
      i += take;
    }
  }
}

/**
 * `sums[rows, gates · units] = h · U + bias`. With `factors`, `[rows, gates · units]`, each gate sees `h` times its own of them, and
 * `panels` are one gate's after another's; `seen` is room for a state. `bias` may be 0.
 */
export function timesRecurrent(rows: i32, units: i32, gates: i32, h: usize, factors: usize, panels: usize, sums: usize, ld: usize, bias: usize, seen: usize, scratch: usize): void {
  const row = <usize>units << 2, flags = bias ? BIAS : 0;
  if (!factors) {
    timesPanels(rows, gates * units, units, h, row, panels, sums, ld, bias, flags, scratch);
    return;
  }
  for (let g = 0; g < gates; g++) {
    const o = <usize>g * row;
    memory.copy(seen, h, <usize>rows * row);
    scaleState(rows, units, seen, factors + o, ld);
    timesPanels(rows, units, units, seen, row, panels + <usize>g * panelBytes(units), sums + o, ld, bias ? bias + o : 0, flags, scratch);
  }
}

/** `dh += sums · Uᵀ`, the way back: arguments as in `timesRecurrent`, panels those of the turned kernel. */
export function timesTurned(rows: i32, units: i32, gates: i32, sums: usize, ld: usize, factors: usize, panels: usize, dh: usize, seen: usize, scratch: usize): void {
  const row = <usize>units << 2;
  if (!factors) {
    timesPanels(rows, units, gates * units, sums, ld, panels, dh, row, 0, ACCUMULATE, scratch);
    return;
  }
  for (let g = 0; g < gates; g++) {
    const o = <usize>g * row;
    timesPanels(rows, units, units, sums + o, ld, panels + <usize>g * panelBytes(units), seen, row, 0, 0, scratch);
    scaleState(rows, units, seen, factors + o, ld);
    add(dh, seen, <usize>rows * row);
  }
}

/** `state *= factors` for rows of `units`, those of the factors `ld` bytes apart. */
export function scaleState(rows: i32, units: i32, state: usize, factors: usize, ld: usize): void {
  for (let i = 0; i < rows; i++, factors += ld, state += <usize>units << 2) {
    for (let j = 0; j < units; j += 4) {
      const left = units - j, o = <usize>j << 2;
      storeFloats(state + o, f32x4.mul(loadFloats(state + o, left), loadFloats(factors + o, left)), left);
    }
  }
}

/** Bytes of the panels of one gate's part of the recurrent kernel. */
function panelBytes(units: i32): usize {
  return <usize>(((units + 7) >> 3) * units) << 5;
}

/** An activation by its number in `gateActivations` in src/functions.ts: linear, relu, sigmoid, tanh, hard sigmoid. */
// @ts-ignore: decorator
@inline
export function activate(kind: i32, x: v128): v128 {
  if (kind == 3) return tanh4(x);
  if (kind == 2) return sigmoid4(x);
  if (kind == 1) return f32x4.pmax(x, f32x4.splat(0));
  if (kind == 4) return f32x4.pmin(f32x4.pmax(madd(x, f32x4.splat(0.16666667), f32x4.splat(0.5)), f32x4.splat(0)), f32x4.splat(1));
  return x;
}

/** Its derivative, of its result. */
// @ts-ignore: decorator
@inline
export function slope(kind: i32, y: v128): v128 {
  if (kind == 3) return tanhSlope(y);
  if (kind == 2) return sigmoidSlope(y);
  const positive = f32x4.gt(y, f32x4.splat(0));
  if (kind == 1) return v128.and(positive, f32x4.splat(1));
  if (kind == 4) return v128.and(v128.and(positive, f32x4.lt(y, f32x4.splat(1))), f32x4.splat(0.16666667));
  return f32x4.splat(1);
}

/** Rows of `length` bytes from `from` to `to`, `stepFrom` and `stepTo` bytes apart; zeros if `from` is 0. */
export function copyRows(rows: i32, length: usize, from: usize, stepFrom: usize, to: usize, stepTo: usize): void {
  for (let i = 0; i < rows; i++, to += stepTo) {
    if (from) memory.copy(to, from + <usize>i * stepFrom, length);
    else memory.fill(to, 0, length);
  }
}

/**
 * Output of step `s` for a block: the rows of `h`; of masked rows the output of the step before, which `last` holds, or
 * zeros. Only the last step has one unless all are asked for (`sequences`).
 */
export function emit(rows: i32, units: i32, steps: i32, s: i32, sequences: i32, zero: i32, h: usize, last: usize, mask: usize, y: usize): void {
  const row = <usize>units << 2;
  if (mask) {
    for (let i = 0; i < rows; i++) {
      const target = last + <usize>i * row;
      if (load<u8>(mask + <usize>(i * steps))) memory.copy(target, h + <usize>i * row, row);
      else if (zero) memory.fill(target, 0, row);
    }
    h = last;
  }
  if (sequences) copyRows(rows, row, h, row, y + <usize>s * row, <usize>steps * row);
  else if (s == steps - 1) copyRows(rows, row, h, row, y, row);
}

/** Adds the gradient of the output of step `s` to `dh`; that of a masked row waits in `pending` for the row it repeats. */
export function receive(rows: i32, units: i32, steps: i32, s: i32, sequences: i32, zero: i32, dh: usize, pending: usize, mask: usize, dy: usize): void {
  const row = <usize>units << 2, last = s == steps - 1;
  for (let i = 0; i < rows; i++) {
    const target = dh + <usize>i * row, waiting = pending + <usize>i * row;
    const valid = !mask || load<u8>(mask + <usize>(i * steps)) != 0;
    if (mask && valid) {
      add(target, waiting, row);
      memory.fill(waiting, 0, row);
    }
    if ((!sequences && !last) || (!valid && zero)) continue;
    add(valid ? target : waiting, sequences ? dy + <usize>(i * steps + s) * row : dy + <usize>i * row, row);
  }
}

/** `to += from`, `length` bytes. */
function add(to: usize, from: usize, length: usize): void {
  let o: usize = 0;
  for (; o + 16 <= length; o += 16) v128.store(to + o, f32x4.add(v128.load(to + o), v128.load(from + o)));
  for (; o < length; o += 4) store<f32>(to + o, load<f32>(to + o) + load<f32>(from + o));
}
