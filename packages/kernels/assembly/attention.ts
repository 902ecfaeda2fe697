// Attention, head by head, with queries, keys and values where they are:
//
//   q [batch, targets, heads, size]       per head:  P = softmax(q kᵀ scale)   [targets, sources]
//     t0: h0 h1 h2 h3                                y = P v
//     t1: h0 h1 h2 h3   one head's rows are          P of one head (40 KB for 100 x 100) stays in L2 between the two
//     t2: h0 h1 h2 h3   heads * size apart           products and the softmax
//
// Nothing is transposed: the products read rows with a step. Several heads of queries may share one of keys and values; a
// unit is one of the latter with all of its queries, so that what the backward pass adds up for it belongs to one unit.
import { gemm } from "./gemm";
import { writeExpConstants } from "./math";
import { largest, scaleFloats } from "./row";
import { SCRATCH } from "./simd";
import { softmaxRow } from "./softmax";

/** Far below any logit, and yet a number where all of a row is masked: its probabilities are all alike then. */
// @ts-ignore: decorator
@inline const NEVER: f32 = -2.3819763e38;

/** Whether target `t` may not see source `s`; `mask` is the address of the head's mask or 0, its steps in bytes. */
// @ts-ignore: decorator
@inline
export function isHidden(mask: usize, t: i32, s: i32, stepT: i32, stepS: i32, causal: i32): bool {
  return (causal && s > t) || (mask != 0 && load<u8>(mask + <usize>(t * stepT + s * stepS)) == 0);
}

/**
 * Units from..to of `y = softmax(q kᵀ scale) v`, hidden pairs of targets and sources masked. `probabilities` keeps
 * `[batch, heads, targets, sources]` for the backward pass (0: not kept). The mask's steps are bytes along batch, heads,
 * targets and sources. Scratch: one head's probabilities. Units: pairs of batch and head of keys.
 */
export function attention(heads: i32, groups: i32, targets: i32, sources: i32, size: i32, valueSize: i32, scale: f32, causal: i32,
  stepB: i32, stepH: i32, stepT: i32, stepS: i32, q: usize, k: usize, v: usize, mask: usize, y: usize, probabilities: usize,
  from: i32, to: i32, scratch: usize): void {
  const each = heads / groups, area = <usize>(targets * sources) << 2;
  for (let u = from; u < to; u++) {
    const b = u / groups, group = u % groups;
    const keys = k + (<usize>(b * sources * groups + group) * <usize>size << 2);
    const values = v + (<usize>(b * sources * groups + group) * <usize>valueSize << 2);
    for (let h = group * each; h < (group + 1) * each; h++) {
      const p = probabilities ? probabilities + <usize>(b * heads + h) * area : scratch + SCRATCH;
      const hidden = mask ? mask + <usize>(b * stepB + h * stepH) : 0;
      gemm(0, 1, targets, sources, size, q + (<usize>(b * targets * heads + h) * <usize>size << 2), heads * size, keys, groups * size,
        p, sources, 0, 0, 0, targets, scratch);
      writeExpConstants(scratch); // where the products have their tiles
      for (let t = 0; t < targets; t++) scores(sources, p + (<usize>(t * sources) << 2), hidden, t, stepT, stepS, causal, scale, scratch);
      gemm(0, 0, targets, valueSize, sources, p, sources, values, groups * valueSize,
        y + (<usize>(b * targets * heads + h) * <usize>valueSize << 2), heads * valueSize, 0, 0, 0, targets, scratch);
    }
  }
}

/** A row of products to probabilities, in place. */
function scores(sources: i32, row: usize, mask: usize, t: i32, stepT: i32, stepS: i32, causal: i32, scale: f32, k: usize): void {
  if (!mask && !causal && scale > 0) {
    softmaxRow(sources, row, row, scale, largest(sources, row) * scale, k); // the largest stays that
    return;
  }
  scaleFloats(sources, row, scale);
  if (mask || causal) {
    for (let s = 0; s < sources; s++) if (isHidden(mask, t, s, stepT, stepS, causal)) store<f32>(row + (<usize>s << 2), NEVER);
  }
  softmaxRow(sources, row, row, 1, largest(sources, row), k);
}
