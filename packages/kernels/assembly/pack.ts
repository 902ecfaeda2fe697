// Packing: the part of a matrix that a kernel is about to read many times, in the order in which it reads it.
//
//   B, k x n                       panels of 8 columns, one after another; missing columns are zero
//   0 1 2 3 4 5 6 7 | 8 9 ...  ->  [k = 0: 0..7] [k = 1: 0..7] ... | [k = 0: 8 9 0 0 0 0 0 0] ...

/** Packs `k x n` of B, whose rows are `ldb` bytes apart. */
export function packRows(k: i32, n: i32, b: usize, ldb: usize, to: usize): void {
  for (let j = 0; j < n; j += 8) {
    let from = b + (<usize>j << 2);
    const width = n - j;
    if (width >= 8) {
      for (let p = 0; p < k; p++, from += ldb, to += 32) {
        v128.store(to, v128.load(from));
        v128.store(to, v128.load(from, 16), 16);
      }
    } else {
      for (let p = 0; p < k; p++, from += ldb, to += 32) {
        for (let q = 0; q < 8; q++) store<f32>(to + (<usize>q << 2), q < width ? load<f32>(from + (<usize>q << 2)) : 0);
      }
    }
  }
}

/** Four rows of four floats, transposed, to `to` in steps of 32 bytes. */
// @ts-ignore: decorator
@inline
function transpose4(s0: usize, s1: usize, s2: usize, s3: usize, to: usize): void {
  const r0 = v128.load(s0), r1 = v128.load(s1), r2 = v128.load(s2), r3 = v128.load(s3);
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7), t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f64>(t0, t1, 0, 2));
  v128.store(to, v128.shuffle<f64>(t0, t1, 1, 3), 32);
  v128.store(to, v128.shuffle<f64>(t2, t3, 0, 2), 64);
  v128.store(to, v128.shuffle<f64>(t2, t3, 1, 3), 96);
}

/** Packs `k x n` of B given transposed: element (k, j) is at `b + j * ldb + 4 k`. */
export function packTransposed(k: i32, n: i32, b: usize, ldb: usize, to: usize): void {
  for (let j = 0; j < n; j += 8) {
    const width = min(8, n - j);
    const from = b + <usize>j * ldb;
    let p = 0;
    if (width == 8) {
      for (; p + 4 <= k; p += 4) {
        const q = from + (<usize>p << 2), q4 = q + 4 * ldb, d = to + (<usize>p << 5);
        transpose4(q, q + ldb, q + 2 * ldb, q + 3 * ldb, d);
        transpose4(q4, q4 + ldb, q4 + 2 * ldb, q4 + 3 * ldb, d + 16);
      }
    }
    for (; p < k; p++) {
      const d = to + (<usize>p << 5);
      let q = from + (<usize>p << 2);
      for (let i = 0; i < 8; i++, q += ldb) store<f32>(d + (<usize>i << 2), i < width ? load<f32>(q) : 0);
    }
    to += <usize>k << 5;
  }
}

/**
 * Packs `k` rows and columns i..i+rows of a matrix given with i contiguous (a transposed A), so that a tile reads it in one
 * run: [k = 0: i..i+rows] [k = 1: ...]. Reads up to 8 floats a row, whatever `rows` is, and writes them where the next
 * row's go.
 */
export function packColumns(k: i32, rows: i32, a: usize, lda: usize, to: usize): void {
  const step = <usize>rows << 2;
  for (let p = 0; p < k; p++, a += lda, to += step) {
    v128.store(to, v128.load(a));
    if (rows > 4) v128.store64_lane(to, v128.load64_zero(a, 16), 0, 16);
  }
}
