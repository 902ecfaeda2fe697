/** `P A = L U`: both factors in one matrix, where each row of it stood, and the sign of that permutation. */
export interface LuFactors {
  /** `U` on and above the diagonal, `L` below it, whose own diagonal holds ones; rows one after another. */
  readonly factors: Float64Array;
  /** The row of `A` that became each row. */
  readonly rows: Int32Array;
  /** 1 or -1: whether an even or an odd number of rows changed places. */
  readonly sign: number;
  /** Whether a pivot is 0. */
  readonly singular: boolean;
}

/** Gaussian elimination of a square matrix, always by the largest element left in the column. */
export function luFactors(matrix: Float64Array, size: number): LuFactors {
  const factors = matrix.slice();
  const rows = Int32Array.from({ length: size }, (_, i) => i);
  let sign = 1;
  let singular = false;
  for (let k = 0; k < size; k++) {
    const pivot = largestBelow(factors, size, k);
    if (pivot !== k) {
      exchange(factors, size, pivot, k);
      [rows[pivot], rows[k]] = [rows[k]!, rows[pivot]!];
      sign = -sign;
    }
    const divisor = factors[k * size + k]!;
    if (divisor === 0) {
      singular = true;
      continue;
    }
    for (let i = k + 1; i < size; i++) {
      const factor = factors[i * size + k]! / divisor;
      factors[i * size + k] = factor;
      if (factor === 0) continue;
      for (let j = k + 1; j < size; j++) {
        factors[i * size + j] = factors[i * size + j]! - factor * factors[k * size + j]!;
      }
    }
  }
  return { factors, rows, sign, singular };
}

/** The solutions `X` of `A X = B` for the columns of `B`, given the factors of `A`. */
export function luSolve({ factors, rows }: LuFactors, right: Float64Array, columns: number): Float64Array {
  const size = rows.length;
  const x = new Float64Array(size * columns);
  for (let i = 0; i < size; i++) x.set(right.subarray(rows[i]! * columns, (rows[i]! + 1) * columns), i * columns);
  substitute(factors, x, columns, { lower: true, unit: true });
  substitute(factors, x, columns, { lower: false, unit: false });
  return x;
}

/** Solves `T X = B` in the place of `B`, for a triangle `T` of a square matrix; with ones on its diagonal where `unit`. */
export function substitute(
  triangle: Float64Array,
  right: Float64Array,
  columns: number,
  { lower, unit }: { readonly lower: boolean; readonly unit: boolean },
): void {
  if (columns === 0) return;
  const size = right.length / columns;
  for (let step = 0; step < size; step++) {
    const i = lower ? step : size - 1 - step;
    const [from, to] = lower ? [0, i] : [i + 1, size];
    for (let k = from; k < to; k++) {
      const factor = triangle[i * size + k]!;
      if (factor === 0) continue;
      for (let j = 0; j < columns; j++) {
        right[i * columns + j] = right[i * columns + j]! - factor * right[k * columns + j]!;
      }
    }
    if (unit) continue;
    const divisor = triangle[i * size + i]!;
    for (let j = 0; j < columns; j++) right[i * columns + j] = right[i * columns + j]! / divisor;
  }
}

/** The unit matrix. */
export function unitMatrix(size: number): Float64Array {
  const unit = new Float64Array(size * size);
  for (let i = 0; i < size; i++) unit[i * size + i] = 1;
  return unit;
}

function largestBelow(matrix: Float64Array, size: number, column: number): number {
  let found = column;
  for (let i = column + 1; i < size; i++) {
    if (Math.abs(matrix[i * size + column]!) > Math.abs(matrix[found * size + column]!)) found = i;
  }
  return found;
}

function exchange(matrix: Float64Array, size: number, a: number, b: number): void {
  const row = matrix.slice(a * size, (a + 1) * size);
  matrix.copyWithin(a * size, b * size, (b + 1) * size);
  matrix.set(row, b * size);
}
