// Products of a batch of matrices, one after another: each is a gemm of its own. A stride of 0 repeats a matrix.
import { gemm } from "./gemm";

/** `c[i] = op(a[i]) op(b[i])` for i in from..to, matrices `strideX` elements apart. Units: matrices. */
export function batchGemm(transposeA: i32, transposeB: i32, m: i32, n: i32, k: i32, a: usize, strideA: i32, b: usize, strideB: i32,
  c: usize, strideC: i32, bias: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i++) {
    gemm(transposeA, transposeB, m, n, k, a + (<usize>i * <usize>strideA << 2), transposeA ? m : k,
      b + (<usize>i * <usize>strideB << 2), transposeB ? k : n, c + (<usize>i * <usize>strideC << 2), n, bias, flags, 0, m, scratch);
  }
}
