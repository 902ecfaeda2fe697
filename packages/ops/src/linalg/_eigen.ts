import { type Complex, ComplexSquare, conjugate, minus, over, plus, squareRoot, times } from "./_complex.ts";
import { unitMatrix } from "./_lu.ts";

/** Eigenvalues, and eigenvectors of length 1, one a column: complex numbers. */
export interface Eigen {
  readonly values: { readonly re: Float64Array; readonly im: Float64Array };
  readonly vectors: ComplexSquare;
}

/**
 * Eigenvalues and eigenvectors of any square matrix of real numbers: it is made a triangle and one more diagonal by
 * reflections, a triangle by the QR method with shifts, and the triangle's vectors follow from the last element upward.
 * The largest element of each vector is real and positive.
 *
 * @returns undefined where the method does not converge: NaN or an infinity among the elements.
 * @see {@link https://doi.org/10.1093/comjnl/4.3.265 | Francis, 1961}
 */
export function generalEigen(matrix: Float64Array, size: number): Eigen | undefined {
  const { h, q } = hessenberg(matrix, size);
  const triangle = new ComplexSquare(size, h);
  const basis = new ComplexSquare(size, q);
  if (!makeTriangle(triangle, basis)) return undefined;
  const norm = Math.sqrt(matrix.reduce((sum, one) => sum + one * one, 0));
  const values = { re: new Float64Array(size), im: new Float64Array(size) };
  const vectors = new ComplexSquare(size);
  for (let k = 0; k < size; k++) {
    const [re, im] = triangle.get(k, k);
    values.re[k] = re;
    values.im[k] = Math.abs(im) <= 1e-13 * norm ? 0 : im;
    setVector(vectors, k, inBasis(basis, vectorOf(triangle, k, norm)));
  }
  return { values, vectors };
}

/** `A = Q H Qᵀ`, where `H` is 0 below the diagonal under its own. */
function hessenberg(matrix: Float64Array, size: number): { h: Float64Array; q: Float64Array } {
  const h = matrix.slice();
  const q = unitMatrix(size);
  for (let k = 0; k + 2 < size; k++) {
    const vector = new Float64Array(size);
    let rest = 0;
    for (let i = k + 1; i < size; i++) {
      vector[i] = h[i * size + k]!;
      if (i > k + 1) rest += vector[i]! ** 2;
    }
    if (rest === 0) continue;
    const length = Math.sqrt(rest + vector[k + 1]! ** 2);
    vector[k + 1] = vector[k + 1]! + (vector[k + 1]! > 0 ? length : -length);
    const scale = 2 / (rest + vector[k + 1]! ** 2);
    reflectRows(h, size, vector, scale);
    reflectColumns(h, size, vector, scale);
    reflectColumns(q, size, vector, scale);
  }
  return { h, q };
}

function reflectRows(a: Float64Array, size: number, vector: Float64Array, scale: number): void {
  const shares = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) shares[j] = shares[j]! + vector[i]! * a[i * size + j]!;
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) a[i * size + j] = a[i * size + j]! - scale * vector[i]! * shares[j]!;
  }
}

function reflectColumns(a: Float64Array, size: number, vector: Float64Array, scale: number): void {
  for (let i = 0; i < size; i++) {
    let share = 0;
    for (let j = 0; j < size; j++) share += a[i * size + j]! * vector[j]!;
    for (let j = 0; j < size; j++) a[i * size + j] = a[i * size + j]! - scale * share * vector[j]!;
  }
}

/** The QR method, from the last rows upward, until nothing is left below the diagonal. */
function makeTriangle(h: ComplexSquare, basis: ComplexSquare): boolean {
  let last = h.size - 1;
  for (let round = 0; last > 0; round++) {
    if (round > 100) return false;
    const small = (i: number): boolean => h.abs(i, i - 1) <= 1e-16 * (h.abs(i, i) + h.abs(i - 1, i - 1));
    let first = last;
    while (first > 0 && !small(first)) first--;
    if (first > 0) h.set(first, first - 1, [0, 0]);
    if (first === last) {
      last--;
      round = -1;
      continue;
    }
    const shift: Complex = round % 10 === 9 ? [h.abs(last, last - 1) + h.abs(first + 1, first), 0] : nearShift(h, last);
    sweep(h, basis, first, last, shift);
  }
  return true;
}

/** The eigenvalue of the last four elements that is nearer to the last of them. */
function nearShift(h: ComplexSquare, last: number): Complex {
  const [a, d] = [h.get(last - 1, last - 1), h.get(last, last)];
  const product = times(h.get(last - 1, last), h.get(last, last - 1));
  const half: Complex = [(a[0] - d[0]) / 2, (a[1] - d[1]) / 2];
  const root = squareRoot(plus(times(half, half), product));
  const same = half[0] * root[0] + half[1] * root[1] >= 0;
  const divisor = same ? plus(half, root) : minus(half, root);
  return divisor[0] === 0 && divisor[1] === 0 ? d : minus(d, over(product, divisor));
}

/** One step of the method on the rows and columns between two places. */
function sweep(h: ComplexSquare, basis: ComplexSquare, first: number, last: number, shift: Complex): void {
  h.shift(first, last, [-shift[0], -shift[1]]);
  const turns: (readonly [Complex, Complex])[] = [];
  for (let k = first; k < last; k++) {
    const [a, b] = [h.get(k, k), h.get(k + 1, k)];
    const length = Math.hypot(a[0], a[1], b[0], b[1]);
    const c: Complex = length === 0 ? [1, 0] : [a[0] / length, a[1] / length];
    const s: Complex = length === 0 ? [0, 0] : [b[0] / length, b[1] / length];
    turns.push([c, s]);
    h.combine(h.row(k), h.row(k + 1), k, h.size - 1, [conjugate(c), conjugate(s), [-s[0], -s[1]], c]);
  }
  turns.forEach(([c, s], i) => {
    const k = first + i;
    const turn: [Complex, Complex, Complex, Complex] = [c, s, [-s[0], s[1]], conjugate(c)];
    h.combine(h.column(k), h.column(k + 1), 0, Math.min(k + 2, last), turn);
    basis.combine(basis.column(k), basis.column(k + 1), 0, h.size - 1, turn);
  });
  h.shift(first, last, shift);
}

/** The eigenvector of a triangle that belongs to its element `k` of the diagonal. */
function vectorOf(triangle: ComplexSquare, k: number, norm: number): Complex[] {
  const vector: Complex[] = Array.from({ length: triangle.size }, () => [0, 0]);
  vector[k] = [1, 0];
  const value = triangle.get(k, k);
  for (let i = k - 1; i >= 0; i--) {
    const sum = triangle.productOfRow(i, vector, i + 1, k);
    let gap = minus(value, triangle.get(i, i));
    if (Math.hypot(...gap) <= 1e-16 * norm) gap = [1e-16 * norm || 1, 0];
    vector[i] = over(sum, gap);
  }
  return vector;
}

function inBasis(basis: ComplexSquare, vector: readonly Complex[]): Complex[] {
  return vector.map((_, i) => basis.productOfRow(i, vector, 0, vector.length - 1));
}

/** Stores a vector as a column: of length 1, its largest element positive. */
function setVector(vectors: ComplexSquare, column: number, vector: readonly Complex[]): void {
  const sizes = vector.map((part) => Math.hypot(...part));
  const length = Math.hypot(...sizes);
  const largest = sizes.indexOf(Math.max(...sizes));
  const phase = vector[largest]!;
  const divisor: Complex = [(phase[0] * length) / sizes[largest]!, (phase[1] * length) / sizes[largest]!];
  vector.forEach((part, i) => {
    const [re, im] = over(part, divisor);
    vectors.set(i, column, [re, Math.abs(im) <= 1e-13 ? 0 : im]);
  });
}
