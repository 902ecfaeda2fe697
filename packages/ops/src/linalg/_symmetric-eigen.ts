import { unitMatrix } from "./_lu.ts";

/** Eigenvalues in increasing order, and the vectors that belong to them: one a column. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix, of which the lower triangle is read: reflections make
 * it tridiagonal, turns in planes (the implicit QL method) make that diagonal.
 *
 * @see {@link https://doi.org/10.1007/BF02165404 | Dubrulle, Martin and Wilkinson, 1968}
 */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const { diagonal, beside, basis } = tridiagonal(matrix, size);
  diagonalise(diagonal, beside, basis);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a]! - diagonal[b]!);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    for (let i = 0; i < size; i++) vectors[i * size + to] = basis[from * size + i]!;
  });
  return { values: Float64Array.from(order, (from) => diagonal[from]!), vectors };
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** The elements beside the diagonal, then a 0. */
  readonly beside: Float64Array;
  /** The orthonormal basis in which the matrix is tridiagonal, one vector a row. */
  readonly basis: Float64Array;
}

function tridiagonal(matrix: Float64Array, size: number): Tridiagonal {
  const a = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      a[i * size + j] = matrix[i * size + j]!;
      a[j * size + i] = matrix[i * size + j]!;
    }
  }
  const basis = unitMatrix(size);
  for (let k = 0; k + 2 < size; k++) {
    const vector = new Float64Array(size);
    let rest = 0;
    for (let i = k + 1; i < size; i++) {
      vector[i] = a[i * size + k]!;
      if (i > k + 1) rest += vector[i]! ** 2;
    }
    if (rest === 0) continue;
    const length = Math.sqrt(rest + vector[k + 1]! ** 2);
    vector[k + 1] = vector[k + 1]! + (vector[k + 1]! > 0 ? length : -length);
    const scale = 2 / (rest + vector[k + 1]! ** 2);
    reflectBothSides(a, size, k, vector, scale);
    reflectRows(basis, size, k + 1, vector, scale);
  }
  const diagonal = Float64Array.from({ length: size }, (_, i) => a[i * size + i]!);
  const beside = Float64Array.from({ length: size }, (_, i) => (i + 1 < size ? a[(i + 1) * size + i]! : 0));
  return { diagonal, beside, basis };
}

/** `H A H` for the reflection `H` at the plane across a vector, which is 0 up to its element `from`. */
function reflectBothSides(a: Float64Array, size: number, from: number, vector: Float64Array, scale: number): void {
  const image = new Float64Array(size);
  let inner = 0;
  for (let i = from; i < size; i++) {
    let sum = 0;
    for (let j = from + 1; j < size; j++) sum += a[i * size + j]! * vector[j]!;
    image[i] = scale * sum;
    inner += image[i]! * vector[i]!;
  }
  for (let i = from; i < size; i++) image[i] = image[i]! - (scale * inner * vector[i]!) / 2;
  for (let i = from; i < size; i++) {
    for (let j = from; j < size; j++) {
      a[i * size + j] = a[i * size + j]! - vector[i]! * image[j]! - image[i]! * vector[j]!;
    }
  }
}

function reflectRows(rows: Float64Array, size: number, from: number, vector: Float64Array, scale: number): void {
  const shares = new Float64Array(size);
  for (let i = from; i < size; i++) {
    for (let j = 0; j < size; j++) shares[j] = shares[j]! + vector[i]! * rows[i * size + j]!;
  }
  for (let i = from; i < size; i++) {
    const factor = scale * vector[i]!;
    for (let j = 0; j < size; j++) rows[i * size + j] = rows[i * size + j]! - factor * shares[j]!;
  }
}

/** Turns the basis until the tridiagonal matrix is diagonal: its diagonal then holds the eigenvalues. */
function diagonalise(d: Float64Array, e: Float64Array, basis: Float64Array): void {
  const size = d.length;
  for (let start = 0; start < size; start++) {
    for (let round = 0; round < 60; round++) {
      let end = start;
      while (end + 1 < size && Math.abs(e[end]!) > 1e-16 * (Math.abs(d[end]!) + Math.abs(d[end + 1]!))) end++;
      if (end === start) break;
      chase(d, e, basis, start, end);
    }
  }
}

/** One sweep of turns over a block that no 0 divides, shifted by the eigenvalue near its first element. */
function chase(d: Float64Array, e: Float64Array, basis: Float64Array, start: number, end: number): void {
  const half = (d[start + 1]! - d[start]!) / (2 * e[start]!);
  const root = Math.hypot(half, 1);
  let g = d[end]! - d[start]! + e[start]! / (half + (half < 0 ? -root : root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let i = end - 1; i >= start; i--) {
    const f = sine * e[i]!;
    const b = cosine * e[i]!;
    const length = Math.hypot(f, g);
    e[i + 1] = length;
    if (length === 0) {
      d[i + 1] = d[i + 1]! - shift;
      e[end] = 0;
      return;
    }
    sine = f / length;
    cosine = g / length;
    const next = d[i + 1]! - shift;
    const rise = (d[i]! - next) * sine + 2 * cosine * b;
    shift = sine * rise;
    d[i + 1] = next + shift;
    g = cosine * rise - b;
    turnRows(basis, d.length, i, sine, cosine);
  }
  d[start] = d[start]! - shift;
  e[start] = g;
  e[end] = 0;
}

function turnRows(basis: Float64Array, size: number, row: number, sine: number, cosine: number): void {
  const [first, second] = [row * size, (row + 1) * size];
  for (let k = 0; k < size; k++) {
    const [x, y] = [basis[first + k]!, basis[second + k]!];
    basis[second + k] = sine * x + cosine * y;
    basis[first + k] = cosine * x - sine * y;
  }
}
