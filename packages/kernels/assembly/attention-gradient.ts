// Backward through attention.ts, from the probabilities that it kept: per head
//
//   D = dy vᵀ, then in place D = P (D - sum of P D) scale        dq = D k      dk = Dᵀ q      dv = Pᵀ dy
//
// where dk and dv are added up over the heads of queries that share a head of keys, in their order.
import { isHidden } from "./attention";
import { gemm } from "./gemm";
import { ACCUMULATE, SCRATCH } from "./simd";
import { softmaxGradientRow } from "./softmax";

/** Units from..to; arguments as in attention.ts. Scratch: one head's probabilities. Units: pairs of batch and head of keys. */
export function attentionGradient(heads: i32, groups: i32, targets: i32, sources: i32, size: i32, valueSize: i32, scale: f32, causal: i32,
  stepB: i32, stepH: i32, stepT: i32, stepS: i32, q: usize, k: usize, v: usize, mask: usize, probabilities: usize, dy: usize,
  dq: usize, dk: usize, dv: usize, from: i32, to: i32, scratch: usize): void {
  const each = heads / groups, area = <usize>(targets * sources) << 2, d = scratch + SCRATCH;
  const queryStep = heads * size, keyStep = groups * size, resultStep = heads * valueSize, valueStep = groups * valueSize;
  for (let u = from; u < to; u++) {
    const b = u / groups, group = u % groups;
    const key = <usize>(b * sources * groups + group) * <usize>size << 2;
    const value = <usize>(b * sources * groups + group) * <usize>valueSize << 2;
    for (let h = group * each; h < (group + 1) * each; h++) {
      const query = <usize>(b * targets * heads + h) * <usize>size << 2;
      const result = dy + (<usize>(b * targets * heads + h) * <usize>valueSize << 2);
      const p = probabilities + <usize>(b * heads + h) * area, flags = h > group * each ? ACCUMULATE : 0;
      gemm(0, 1, targets, sources, valueSize, result, resultStep, v + value, valueStep, d, sources, 0, 0, 0, targets, scratch);
      const hidden = mask ? mask + <usize>(b * stepB + h * stepH) : 0;
      for (let t = 0; t < targets; t++) {
        const row = <usize>(t * sources) << 2;
        softmaxGradientRow(sources, d + row, p + row, d + row, scale);
        if (!mask && !causal) continue;
        // not zero by itself where all of a row is hidden
        for (let s = 0; s < sources; s++) if (isHidden(hidden, t, s, stepT, stepS, causal)) store<f32>(d + row + (<usize>s << 2), 0);
      }
      gemm(0, 0, targets, size, sources, d, sources, k + key, keyStep, dq + query, queryStep, 0, 0, 0, targets, scratch);
      gemm(1, 0, sources, size, targets, d, sources, q + query, queryStep, dk + key, keyStep, 0, flags, 0, sources, scratch);
      gemm(1, 0, sources, valueSize, targets, p, sources, result, resultStep, dv + value, valueStep, 0, flags, 0, sources, scratch);
    }
  }
}
