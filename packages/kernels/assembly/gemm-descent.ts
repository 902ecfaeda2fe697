// Gradient descent in the end of a product: a weight's gradient is made tile by tile in registers, and goes from there into
// the weight. C = C - rate op(A) op(B), bit for bit what gemm.ts and sgd.ts make one after the other.
import { gemm } from "./gemm";
import { DESCEND, SCRATCH } from "./simd";

/** As gemm; k is at most one block of it. */
export function gemmDescent(transposeA: i32, transposeB: i32, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32,
  c: usize, ldc: i32, rate: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const factor = scratch + SCRATCH - 16; // gemm leaves the end of its scratch alone
  store<f32>(factor, -load<f32>(rate));
  gemm(transposeA, transposeB, m, n, k, a, lda, b, ldb, c, ldc, factor, flags | DESCEND, from, to, scratch);
}
