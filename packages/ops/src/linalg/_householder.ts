import { unitMatrix } from "./_lu.ts";

/** `A = Q R` with all of the square `Q`. */
export interface QrFactors {
  /** `[rows, rows]`, orthogonal. */
  readonly q: Float64Array;
  /** `[rows, columns]`, 0 below the diagonal. */
  readonly r: Float64Array;
}

/**
 * Reflections that clear a matrix below its diagonal, column by column, and their product. A column that is clear
 * already is left as it is, so the sign of `R`'s diagonal is that of LAPACK.
 *
 * @see {@link https://doi.org/10.1145/320941.320947 | Householder, 1958}
 */
export function householder(matrix: Float64Array, rows: number, columns: number): QrFactors {
  const r = matrix.slice();
  const reflections: { readonly vector: Float64Array; readonly scale: number }[] = [];
  for (let k = 0; k < Math.min(rows, columns); k++) {
    const vector = Float64Array.from({ length: rows - k }, (_, i) => r[(k + i) * columns + k]!);
    const length = Math.sqrt(dot(vector, vector));
    const cleared = vector.subarray(1).every((one) => one === 0);
    const target = cleared ? vector[0]! : vector[0]! >= 0 ? -length : length;
    if (!cleared) vector[0] = vector[0]! - target;
    const scale = cleared ? 0 : 2 / dot(vector, vector);
    reflections.push({ vector, scale });
    if (scale === 0) continue;
    reflect(r, columns, k, k, vector, scale);
    r[k * columns + k] = target;
    for (let i = k + 1; i < rows; i++) r[i * columns + k] = 0;
  }
  const q = unitMatrix(rows);
  for (let k = reflections.length - 1; k >= 0; k--) {
    const { vector, scale } = reflections[k]!;
    if (scale !== 0) reflect(q, rows, k, k, vector, scale);
  }
  return { q, r };
}

/** Reflects the rows from `row` on, in the columns from `column` on, at the plane across a vector. */
function reflect(
  matrix: Float64Array,
  columns: number,
  row: number,
  column: number,
  vector: Float64Array,
  scale: number,
): void {
  const shares = new Float64Array(columns - column);
  for (let i = 0; i < vector.length; i++) {
    const [start, factor] = [(row + i) * columns + column, vector[i]!];
    for (let j = 0; j < shares.length; j++) shares[j] = shares[j]! + factor * matrix[start + j]!;
  }
  for (let i = 0; i < vector.length; i++) {
    const [start, factor] = [(row + i) * columns + column, scale * vector[i]!];
    for (let j = 0; j < shares.length; j++) matrix[start + j] = matrix[start + j]! - factor * shares[j]!;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
