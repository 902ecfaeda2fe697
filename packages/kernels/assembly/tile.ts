// Register tiles of a product C = A B with whatever number of rows and columns is left, over the generated kernels.
//
//            8 columns of B                  rows left   tiles
//          +-+-+-+-+-+-+-+-+                 12          6 6         (5 4 4 in the simd build)
//   6 rows |a a a a|b b b b|  12 vectors     8           4 4         better than 6 and 2
//   of A   |       |       |  stay in        7           4 4         the last row is computed and dropped
//          +-------+-------+  registers
// The main tile has six rows where the multiply-add is one instruction: 12 accumulators and 3 operands just fit in the 16
// vector registers of x64. Where it is two, a sixteenth is needed for the product, and five rows are faster.
import {
  colsBy4, colsBy5, colsBy6, rowsBy4, rowsBy5, rowsBy6, rowsPackingBy4, rowsPackingBy5, rowsPackingBy6,
} from "../wasm/micro";
import { BIAS, DESCEND, madd, put, putOne } from "./simd";

/**
 * How many rows the next tile takes when `left` are left, so that few are computed in vain: 7 and 8 are 4 + 4, and where six
 * rows are the rule, 5 is 5, 9 is 5 + 4, 10 is 5 + 5.
 */
// @ts-ignore: decorator
@inline
export function tileRows(left: i32): i32 {
  if (left < 5 || left == 7 || left == 8) return 4;
  if (ASC_FEATURE_RELAXED_SIMD) return left == 5 || left == 9 || left == 10 ? 5 : 6;
  return left == 6 ? 4 : 5;
}

/** Copies the part of the scratch tile that exists to C, with bias and activation. */
function flush(tile: usize, c: usize, ldc: usize, rows: i32, columns: i32, bias: usize, flags: i32): void {
  if (flags & DESCEND) {
    const factor = v128.load_splat<f32>(bias);
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const o = <usize>j << 2;
        store<f32>(c + o, f32x4.extract_lane(madd(v128.load32_zero(tile + o), factor, v128.load32_zero(c + o)), 0));
      }
      tile += 32; c += ldc;
    }
    return;
  }
  const half = columns >= 4;
  const b = half && flags & BIAS ? v128.load(bias) : f32x4.splat(0);
  for (let i = 0; i < rows; i++) {
    if (half) put(c, v128.load(tile), b, flags);
    for (let j = half ? 4 : 0; j < columns; j++) {
      const o = <usize>j << 2;
      putOne(c + o, load<f32>(tile + o), bias + o, flags);
    }
    tile += 32; c += ldc;
  }
}

/**
 * One tile whose A is contiguous in k: element (i, k) of segment s is at `a + i * lda + s * segment + 4 k`, and B is a
 * packed panel of 8 columns. A row that does not exist is read from the last one that does.
 */
// @ts-ignore: decorator
@inline
export function tileByRows(rows: i32, left: i32, columns: i32, length: i32, segments: i32, a: usize, lda: usize, segment: usize,
  panel: usize, c: usize, ldc: usize, bias: usize, flags: i32, scratch: usize): void {
  const full = left >= rows && columns >= 8;
  const last = min(left, rows) - 1;
  const to = full ? c : scratch, ld: usize = full ? ldc : 32, f = full ? flags : 0;
  if (ASC_FEATURE_RELAXED_SIMD && rows == 6) rowsBy6(length, segments, a, lda, segment, panel, to, ld, bias, f, last);
  else if (rows == 5) rowsBy5(length, segments, a, lda, segment, panel, to, ld, bias, f, last);
  else rowsBy4(length, segments, a, lda, segment, panel, to, ld, bias, f, last);
  if (!full) flush(scratch, c, ldc, min(left, rows), min(columns, 8), bias, flags);
}

/**
 * {@link tileByRows} for one segment and columns of B that are not packed yet: row k of B at `b + k * stepB` goes to the
 * panel as it is read, so that the tiles below find it there. Reads up to 28 bytes past the last column.
 */
// @ts-ignore: decorator
@inline
export function tileByRowsPacking(rows: i32, left: i32, columns: i32, length: i32, a: usize, lda: usize, b: usize, stepB: usize, panel: usize,
  c: usize, ldc: usize, bias: usize, flags: i32, scratch: usize): void {
  const full = left >= rows && columns >= 8;
  const last = min(left, rows) - 1;
  const to = full ? c : scratch, ld: usize = full ? ldc : 32, f = full ? flags : 0;
  if (ASC_FEATURE_RELAXED_SIMD && rows == 6) rowsPackingBy6(length, a, lda, b, stepB, panel, to, ld, bias, f, last);
  else if (rows == 5) rowsPackingBy5(length, a, lda, b, stepB, panel, to, ld, bias, f, last);
  else rowsPackingBy4(length, a, lda, b, stepB, panel, to, ld, bias, f, last);
  if (!full) flush(scratch, c, ldc, min(left, rows), min(columns, 8), bias, flags);
}

/**
 * One tile whose A is contiguous in i: element (i, k) is at `a + k * stepA + 4 i` and row k of B at `b + k * stepB`; after
 * each of the segments both jump. Reads up to 20 bytes of A and 28 of B past the last column; the values are not used, and
 * the allocator's own last bytes (40 of them) keep the read inside of the memory.
 */
// @ts-ignore: decorator
@inline
export function tileByColumns(rows: i32, left: i32, columns: i32, length: i32, segments: i32, a: usize, stepA: usize, jumpA: usize,
  b: usize, stepB: usize, jumpB: usize, c: usize, ldc: usize, bias: usize, flags: i32, scratch: usize): void {
  const full = left >= rows && columns >= 8;
  const to = full ? c : scratch, ld: usize = full ? ldc : 32, f = full ? flags : 0;
  if (ASC_FEATURE_RELAXED_SIMD && rows == 6) colsBy6(length, segments, a, stepA, jumpA, b, stepB, jumpB, to, ld, bias, f);
  else if (rows == 5) colsBy5(length, segments, a, stepA, jumpA, b, stepB, jumpB, to, ld, bias, f);
  else colsBy4(length, segments, a, stepA, jumpA, b, stepB, jumpB, to, ld, bias, f);
  if (!full) flush(scratch, c, ldc, min(left, rows), min(columns, 8), bias, flags);
}
