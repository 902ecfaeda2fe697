// Register tiles of a product C = A B with whatever number of rows and columns is left, over the generated kernels.
//
//            8 columns of B                  rows left   tiles
//          +-+-+-+-+-+-+-+-+                 12          6 6         (5 4 4 in the simd build)
//   6 rows |a a a a|b b b b|  12 vectors     8           4 4         better than 6 and 2
//   of A   |       |       |  stay in        7           4 4         the last row is computed and dropped
//          +-------+-------+  registers
// The main tile has six rows where the multiply-add is one instruction: 12 accumulators and 3 operands just fit in the 16
// vector registers of x64. Where it is two, a sixteenth is needed for the product, and five rows are faster. Wide tiles
// (width.ts) are two of them side by side.
import {
  colsBy4x16, colsBy4x8, colsBy5x16, colsBy5x8, colsBy6x16, colsBy6x8, rowsBy4x16, rowsBy4x8, rowsBy5x16, rowsBy5x8, rowsBy6x16, rowsBy6x8,
  rowsPackingBy4x16, rowsPackingBy4x8, rowsPackingBy5x16, rowsPackingBy5x8, rowsPackingBy6x16, rowsPackingBy6x8,
} from "../wasm/micro";
import { ACCUMULATE, BIAS, DESCEND, GATE, madd, mask, put, putOne } from "./simd";
import { tileColumns } from "./width";

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

/** Sets what an activation did not let through to 0, in the part of a tile that exists; its results are `way` bytes further. */
function gate(c: usize, ldc: usize, rows: i32, columns: i32, way: usize, flags: i32): void {
  for (let i = 0; i < rows; i++, c += ldc) {
    for (let j = 0; j < columns; j++) {
      const p = c + (<usize>j << 2);
      v128.store32_lane(p, mask(v128.load32_zero(p), v128.load32_zero(p + way), flags), 0);
    }
  }
}

/** Copies the part of the scratch tile that exists to C, with bias and activation. */
function flush(tile: usize, step: usize, c: usize, ldc: usize, rows: i32, columns: i32, bias: usize, flags: i32): void {
  if (flags & GATE) {
    flush(tile, step, c, ldc, rows, columns, 0, flags & ACCUMULATE);
    gate(c, ldc, rows, columns, bias, flags);
    return;
  }
  const descend = flags & DESCEND, add = flags & BIAS;
  const factor = descend ? v128.load_splat<f32>(bias) : f32x4.splat(0);
  for (let i = 0; i < rows; i++, tile += step, c += ldc) {
    let j = 0;
    if (!descend) for (; j + 4 <= columns; j += 4) {
      const o = <usize>j << 2;
      put(c + o, v128.load(tile + o), add ? v128.load(bias + o) : f32x4.splat(0), flags);
    }
    for (; j < columns; j++) {
      const o = <usize>j << 2;
      if (descend) store<f32>(c + o, f32x4.extract_lane(madd(v128.load32_zero(tile + o), factor, v128.load32_zero(c + o)), 0));
      else putOne(c + o, load<f32>(tile + o), bias + o, flags);
    }
  }
}

/**
 * One tile of `tileColumns(columns)` columns whose A is contiguous in k: element (i, k) of segment s is at
 * `a + i * lda + s * segment + 4 k`, and B is in packed panels of 8 columns, `gap` bytes apart. A row that does not exist is read
 * from the last one that does.
 */
// @ts-ignore: decorator
@inline
export function tileByRows(rows: i32, left: i32, columns: i32, length: i32, segments: i32, a: usize, lda: usize, segment: usize,
  panel: usize, gap: usize, c: usize, ldc: usize, bias: usize, flags: i32, scratch: usize): void {
  const wide = tileColumns(columns) == 16, full = left >= rows && columns >= 8;
  const last = min(left, rows) - 1;
  const to = full ? c : scratch, ld: usize = full ? ldc : 64, f = full ? flags : 0;
  if (wide) {
    if (rows == 6) rowsBy6x16(length, segments, a, lda, segment, panel, gap, to, ld, bias, f, last);
    else if (rows == 5) rowsBy5x16(length, segments, a, lda, segment, panel, gap, to, ld, bias, f, last);
    else rowsBy4x16(length, segments, a, lda, segment, panel, gap, to, ld, bias, f, last);
  } else if (ASC_FEATURE_RELAXED_SIMD && rows == 6) rowsBy6x8(length, segments, a, lda, segment, panel, to, ld, bias, f, last);
  else if (rows == 5) rowsBy5x8(length, segments, a, lda, segment, panel, to, ld, bias, f, last);
  else rowsBy4x8(length, segments, a, lda, segment, panel, to, ld, bias, f, last);
  if (!full) flush(scratch, ld, c, ldc, min(left, rows), min(columns, wide ? 16 : 8), bias, flags);
}

/**
 * {@link tileByRows} for one segment and columns of B that are not packed yet: row k of B at `b + k * stepB` goes to the
 * panels as it is read, so that the tiles below find it there. Reads up to 28 bytes past the last column.
 */
// @ts-ignore: decorator
@inline
export function tileByRowsPacking(rows: i32, left: i32, columns: i32, length: i32, a: usize, lda: usize, b: usize, stepB: usize, panel: usize,
  gap: usize, c: usize, ldc: usize, bias: usize, flags: i32, scratch: usize): void {
  const wide = tileColumns(columns) == 16, full = left >= rows && columns >= 8;
  const last = min(left, rows) - 1;
  const to = full ? c : scratch, ld: usize = full ? ldc : 64, f = full ? flags : 0;
  if (wide) {
    if (rows == 6) rowsPackingBy6x16(length, a, lda, b, stepB, panel, gap, to, ld, bias, f, last);
    else if (rows == 5) rowsPackingBy5x16(length, a, lda, b, stepB, panel, gap, to, ld, bias, f, last);
    else rowsPackingBy4x16(length, a, lda, b, stepB, panel, gap, to, ld, bias, f, last);
  } else if (ASC_FEATURE_RELAXED_SIMD && rows == 6) rowsPackingBy6x8(length, a, lda, b, stepB, panel, to, ld, bias, f, last);
  else if (rows == 5) rowsPackingBy5x8(length, a, lda, b, stepB, panel, to, ld, bias, f, last);
  else rowsPackingBy4x8(length, a, lda, b, stepB, panel, to, ld, bias, f, last);
  if (!full) flush(scratch, ld, c, ldc, min(left, rows), min(columns, wide ? 16 : 8), bias, flags);
}

/**
 * One tile of `tileColumns(columns)` columns whose A is contiguous in i: element (i, k) is at `a + k * stepA + 4 i`, row k of B
 * at `b + k * stepB`, its columns 8 to 15 `gap` bytes behind; after each of the segments both jump. Reads up to 20 bytes of A and
 * 28 of B past the last column; the values are not used, and the allocator's own last bytes (40 of them) keep the read inside of
 * the memory.
 */
// @ts-ignore: decorator
@inline
export function tileByColumns(rows: i32, left: i32, columns: i32, length: i32, segments: i32, a: usize, stepA: usize, jumpA: usize,
  b: usize, stepB: usize, jumpB: usize, gap: usize, c: usize, ldc: usize, bias: usize, flags: i32, scratch: usize): void {
  const wide = tileColumns(columns) == 16, full = left >= rows && columns >= 8;
  const to = full ? c : scratch, ld: usize = full ? ldc : 64, f = full ? flags : 0;
  if (wide) {
    if (rows == 6) colsBy6x16(length, segments, a, stepA, jumpA, b, stepB, jumpB, gap, to, ld, bias, f);
    else if (rows == 5) colsBy5x16(length, segments, a, stepA, jumpA, b, stepB, jumpB, gap, to, ld, bias, f);
    else colsBy4x16(length, segments, a, stepA, jumpA, b, stepB, jumpB, gap, to, ld, bias, f);
  } else if (ASC_FEATURE_RELAXED_SIMD && rows == 6) colsBy6x8(length, segments, a, stepA, jumpA, b, stepB, jumpB, to, ld, bias, f);
  else if (rows == 5) colsBy5x8(length, segments, a, stepA, jumpA, b, stepB, jumpB, to, ld, bias, f);
  else colsBy4x8(length, segments, a, stepA, jumpA, b, stepB, jumpB, to, ld, bias, f);
  if (!full) flush(scratch, ld, c, ldc, min(left, rows), min(columns, wide ? 16 : 8), bias, flags);
}
