import { householder } from "./_householder.ts";
import { unitMatrix } from "./_lu.ts";

/** `A = U diag(s) V`, with the singular values in decreasing order. */
export interface Singular {
  /** `[rows, rows]`, or its first `min(rows, columns)` columns. */
  readonly u: Float64Array;
  /** `[min(rows, columns)]` */
  readonly s: Float64Array;
  /** `[columns, columns]`, or its first `min(rows, columns)` rows. */
  readonly v: Float64Array;
}

/**
 * Singular values and vectors. Reflections make the matrix a triangle, whose rows are then turned against each other in
 * pairs until all stand at right angles (the one-sided method of Jacobi): their lengths are the singular values, their
 * directions the rows of `V`, and the turns make `U`.
 *
 * @param full Whether `U` and `V` are square.
 * @see {@link https://doi.org/10.1137/0613074 | Demmel and Veselić, 1992}
 */
export function singularVectors(matrix: Float64Array, rows: number, columns: number, full: boolean): Singular {
  if (rows < columns) {
    const { u, s, v } = singularVectors(transposed(matrix, rows, columns), columns, rows, full);
    const count = full ? columns : rows;
    return { u: transposed(v, rows, rows), s, v: transposed(u, columns, count) };
  }
  const { q, r } = householder(matrix, rows, columns);
  const triangle = r.slice(0, columns * columns);
  const turns = unitMatrix(columns);
  turnToRightAngles(triangle, columns, turns);
  const { order, lengths } = byLength(triangle, columns);
  const s = Float64Array.from(order, (i) => lengths[i]!);
  return {
    u: leftVectors(q, rows, columns, turns, order, full),
    s,
    v: rightVectors(triangle, columns, order, s),
  };
}

/** Singular values alone, in decreasing order. */
export function singularValues(matrix: Float64Array, rows: number, columns: number): Float64Array {
  if (rows < columns) return singularValues(transposed(matrix, rows, columns), columns, rows);
  const triangle = householder(matrix, rows, columns).r.slice(0, columns * columns);
  turnToRightAngles(triangle, columns);
  const { order, lengths } = byLength(triangle, columns);
  return Float64Array.from(order, (i) => lengths[i]!);
}

/** The matrix with rows for columns. */
export function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const result = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = matrix[i * columns + j]!;
  }
  return result;
}

function turnToRightAngles(matrix: Float64Array, size: number, turns?: Float64Array): void {
  const row = (rows: Float64Array, i: number): Float64Array => rows.subarray(i * size, (i + 1) * size);
  const negligible = dot(matrix, matrix) * 1e-30;
  for (let sweep = 0; sweep < 60; sweep++) {
    let turned = false;
    for (let i = 0; i < size; i++) {
      for (let j = i + 1; j < size; j++) {
        const [a, b] = [row(matrix, i), row(matrix, j)];
        const angle = rightAngle(a, b, negligible);
        if (!angle) continue;
        turned = true;
        turn(a, b, angle);
        if (turns) turn(row(turns, i), row(turns, j), angle);
      }
    }
    if (!turned) return;
  }
}

interface Angle {
  readonly sine: number;
  readonly cosine: number;
}

/** The turn that brings two vectors to a right angle; undefined where they have one already, or one is as good as 0. */
function rightAngle(a: Float64Array, b: Float64Array, negligible: number): Angle | undefined {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (Math.min(aa, bb) <= negligible || Math.abs(ab) <= 1e-14 * Math.sqrt(aa * bb)) return undefined;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  return { sine: cosine * tangent, cosine };
}

function turn(a: Float64Array, b: Float64Array, { sine, cosine }: Angle): void {
  for (let k = 0; k < a.length; k++) {
    const x = a[k]!;
    a[k] = cosine * x - sine * b[k]!;
    b[k] = sine * x + cosine * b[k]!;
  }
}

function byLength(rows: Float64Array, size: number): { order: number[]; lengths: number[] } {
  const lengths = Array.from({ length: size }, (_, i) => {
    const row = rows.subarray(i * size, (i + 1) * size);
    return Math.sqrt(dot(row, row));
  });
  return { order: Array.from(lengths.keys()).sort((a, b) => lengths[b]! - lengths[a]!), lengths };
}

/** `Q` times the transposed turns, by falling singular values; then, where all are wanted, the rest of `Q`. */
function leftVectors(
  q: Float64Array,
  rows: number,
  columns: number,
  turns: Float64Array,
  order: readonly number[],
  full: boolean,
): Float64Array {
  const width = full ? rows : columns;
  const u = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    const own = q.subarray(i * rows, i * rows + columns);
    order.forEach((from, to) => {
      u[i * width + to] = dot(own, turns.subarray(from * columns, (from + 1) * columns));
    });
    for (let j = columns; j < width; j++) u[i * width + j] = q[i * rows + j]!;
  }
  return u;
}

/** The rows' directions; where a row has none, directions at right angles to all others. */
function rightVectors(rows: Float64Array, size: number, order: readonly number[], s: Float64Array): Float64Array {
  const v = new Float64Array(size * size);
  const least = (s[0] ?? 0) * 1e-13;
  const known = s.findIndex((length) => length <= least);
  const count = known < 0 ? size : known;
  for (let to = 0; to < count; to++) {
    const row = rows.subarray(order[to]! * size, (order[to]! + 1) * size);
    for (let k = 0; k < size; k++) v[to * size + k] = row[k]! / s[to]!;
  }
  if (count < size) {
    const basis = householder(transposed(v.slice(0, count * size), count, size), size, count).q;
    for (let to = count; to < size; to++) {
      for (let k = 0; k < size; k++) v[to * size + k] = basis[k * size + to]!;
    }
  }
  return v;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
