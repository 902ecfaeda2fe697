// C = op(A) op(B), blocked so that what is read again is near:
//
//            n: blocks of 512 columns (jc)
//          +-----------------+
//    k:    |  B: k x n is packed in panels of 8 columns; a block (400 x 512) stays in L2,
//    blocks|     one panel (400 x 8, 13 KB) in L1
//    of    +-----------------+
//    <=400 (pc)
//    +----+-----------------+
//  m |A   | C: tiles of 6 x 8 or 6 x 16 (5 x 8 in the simd build) in registers; a block of 96 rows of A is
//    |    |    walked for each panel of B or two, so it stays in L2 too
//    +----+-----------------+
//
// A is read where it is: by six row pointers if k is contiguous, by one pointer if i is (A transposed). Only a transposed A
// with long rows is packed, six columns at a time, because every step in k would touch another page.
import { GEMM_DEPTH } from "../wasm/dispatch";
import { rowTimesMatrix } from "./gemm-thin";
import { packColumns, packRows, packTransposed } from "./pack";
import { ACCUMULATE, COLUMNS, DESCEND, GATE, TILE } from "./simd";
import { tileByColumns, tileByRows, tileByRowsPacking, tileRows } from "./tile";
import { tileColumns } from "./width";

// @ts-ignore: decorator
@inline const M_BLOCK: i32 = 96;
// @ts-ignore: decorator
@inline const N_BLOCK: i32 = 512;

/**
 * Rows from..to (with COLUMNS: panels of 8 columns) of `c[m, n] = op(a) op(b)`, with the flags of simd.ts. `a` is `[m, k]`, or `[k, m]` if transposed, with rows
 * `lda` elements apart; `b` and `c` likewise. Scratch: tile, packed A, packed B (under 1 MiB). Units: rows of c, or panels:
 * an element's products are added in the same order whichever tile it is in.
 */
export function gemm(transposeA: i32, transposeB: i32, m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32,
  c: usize, ldc: i32, bias: usize, flags: i32, from: i32, to: i32, scratch: usize): void {
  const stepA = <usize>lda << 2, stepB = <usize>ldb << 2, stepC = <usize>ldc << 2;
  const byColumns = flags & COLUMNS;
  flags &= ~COLUMNS;
  if (flags & GATE) bias -= c; // from what is made to what is asked
  const i0 = byColumns ? 0 : from, i1 = byColumns ? m : to, j0 = byColumns ? 8 * from : 0, j1 = byColumns ? min(n, 8 * to) : n;
  if (m <= 3 && !transposeB && !(flags & (DESCEND | GATE))) {
    const byteJ = <usize>j0 << 2;
    for (let i = i0; i < i1; i++) {
      rowTimesMatrix(j1 - j0, k, a + (transposeA ? <usize>i << 2 : <usize>i * stepA), transposeA ? stepA : 4, b + byteJ, stepB,
        c + <usize>i * stepC + byteJ, bias + byteJ, flags);
    }
    return;
  }
  const packedA = scratch + TILE, packedB = packedA + 4 * GEMM_DEPTH * 104;
  // equal blocks of k, so that none is a short rest
  const most = <i32>GEMM_DEPTH, blocks = max(1, (k + most - 1) / most), depth = max(1, ((k + blocks - 1) / blocks + 3) & ~3);
  // a step of 2 KB or more between rows makes a transposed A expensive to read in place; packing pays from 4 panels on
  const packA = transposeA && lda >= 512 && n > 24;
  for (let jc = j0; jc < j1; jc += N_BLOCK) {
    const nc = min(N_BLOCK, j1 - jc);
    for (let pc = 0; pc < k || pc == 0; pc += depth) {
      const kc = min(depth, k - pc);
      let f = flags & ACCUMULATE;
      if (pc > 0) f |= ACCUMULATE; // the later blocks of k add to the first
      if (pc + kc >= k) f |= flags & ~ACCUMULATE; // bias and activation belong to the last
      // a short B is read as often as it would be written: leave it where it is
      const inPlace = transposeA && !transposeB && kc <= 64;
      const blockB = transposeB ? b + <usize>jc * stepB + (<usize>pc << 2) : b + <usize>pc * stepB + (<usize>jc << 2);
      // where A is read by rows, the first tile of a panel packs it on the way
      const onTheWay = !transposeA && !transposeB;
      if (transposeB) packTransposed(kc, nc, blockB, stepB, packedB);
      else if (transposeA && !inPlace) packRows(kc, nc, blockB, stepB, packedB);
      for (let ic = i0; ic < i1; ic += M_BLOCK) {
        const end = min(i1, ic + M_BLOCK);
        if (packA) {
          let p = packedA;
          for (let i = ic; i < end;) {
            const rows = tileRows(end - i);
            packColumns(kc, rows, a + <usize>pc * stepA + (<usize>i << 2), stepA, p);
            p += <usize>(kc * rows) << 2;
            i += rows;
          }
        }
        for (let j = 0; j < nc; j += tileColumns(nc - j)) {
          const panel = inPlace ? blockB + (<usize>j << 2) : packedB + (<usize>(j * kc) << 2);
          const step: usize = inPlace ? stepB : 32, gap: usize = inPlace ? 32 : <usize>kc << 5;
          const biasJ = flags & (DESCEND | GATE) ? bias : bias + (<usize>(jc + j) << 2);
          let p = packedA;
          for (let i = ic; i < end;) {
            const left = end - i, rows = tileRows(left);
            const cij = c + <usize>i * stepC + (<usize>(jc + j) << 2);
            if (transposeA) {
              const start = packA ? p : a + <usize>pc * stepA + (<usize>i << 2);
              const next: usize = packA ? <usize>rows << 2 : stepA;
              tileByColumns(rows, left, nc - j, kc, 1, start, next, 0, panel, step, 0, gap, cij, stepC, biasJ, f, scratch);
              p += <usize>(kc * rows) << 2;
            } else {
              const start = a + <usize>i * stepA + (<usize>pc << 2);
              if (onTheWay && i == i0) {
                tileByRowsPacking(rows, left, nc - j, kc, start, stepA, blockB + (<usize>j << 2), stepB, panel, gap, cij, stepC, biasJ, f, scratch);
              } else tileByRows(rows, left, nc - j, kc, 1, start, stepA, 0, panel, gap, cij, stepC, biasJ, f, scratch);
            }
            i += rows;
          }
        }
      }
    }
  }
}
