import { NDArray } from "@hornbeam/core";
import { ComplexArray, decodeTensor, type EncodedTensor, isEncodedTensor } from "./values.ts";

/** A small complex matrix in double precision, for checks of decompositions. */
export class Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly re: Float64Array;
  readonly im: Float64Array;

  constructor(
    rows: number,
    columns: number,
    re = new Float64Array(rows * columns),
    im = new Float64Array(rows * columns),
  ) {
    this.rows = rows;
    this.columns = columns;
    this.re = re;
    this.im = im;
  }

  /** A matrix of an array; a vector is one column. */
  static of(this: void, value: unknown): Matrix {
    const array = isEncodedTensor(value) ? decodeTensor(value as EncodedTensor) : value;
    const real = array instanceof ComplexArray ? array.real : array;
    if (!(real instanceof NDArray) || real.rank > 2) throw new TypeError("A matrix or a vector was expected");
    const [rows = 1, columns = 1] = real.shape;
    const re = Float64Array.from(real.data as Float32Array);
    const im = array instanceof ComplexArray ? Float64Array.from(array.imag.data as Float32Array) : undefined;
    return new Matrix(rows, columns, re, im);
  }
  static identity(size: number): Matrix {
    const matrix = new Matrix(size, size);
    for (let i = 0; i < size; i++) matrix.re[i * size + i] = 1;
    return matrix;
  }
  static diagonal(values: unknown, rows: number, columns: number): Matrix {
    const vector = Matrix.of(values);
    const matrix = new Matrix(rows, columns);
    for (let i = 0; i < Math.min(rows, columns, vector.re.length); i++) {
      matrix.re[i * columns + i] = vector.re[i]!;
      matrix.im[i * columns + i] = vector.im[i]!;
    }
    return matrix;
  }

  times(other: Matrix): Matrix {
    if (this.columns !== other.rows) throw new TypeError(`[${this.rows}, ${this.columns}] by [${other.rows}, …]`);
    const product = new Matrix(this.rows, other.columns);
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < other.columns; j++) {
        let [re, im] = [0, 0];
        for (let k = 0; k < this.columns; k++) {
          const [a, b] = [i * this.columns + k, k * other.columns + j];
          re += this.re[a]! * other.re[b]! - this.im[a]! * other.im[b]!;
          im += this.re[a]! * other.im[b]! + this.im[a]! * other.re[b]!;
        }
        product.re[i * other.columns + j] = re;
        product.im[i * other.columns + j] = im;
      }
    }
    return product;
  }
  /** The transposed matrix of the conjugate numbers. */
  adjoint(): Matrix {
    const turned = new Matrix(this.columns, this.rows);
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.columns; j++) {
        turned.re[j * this.rows + i] = this.re[i * this.columns + j]!;
        turned.im[j * this.rows + i] = -this.im[i * this.columns + j]!;
      }
    }
    return turned;
  }
  /** The largest difference of two elements; infinite where the shapes differ. */
  distance(other: Matrix): number {
    if (this.rows !== other.rows || this.columns !== other.columns) return Number.POSITIVE_INFINITY;
    return Math.max(...this.entries().map(([re, im], i) => Math.hypot(re - other.re[i]!, im - other.im[i]!)));
  }
  largest(): number {
    return Math.max(...this.entries().map(([re, im]) => Math.hypot(re, im)));
  }
  isUpper(within: number): boolean {
    return this.entries().every(
      ([re, im], i) => i % this.columns >= Math.floor(i / this.columns) || Math.hypot(re, im) <= within,
    );
  }
  columnLengths(): number[] {
    return Array.from({ length: this.columns }, (_, j) =>
      Math.hypot(
        ...this.entries()
          .filter((_, i) => i % this.columns === j)
          .flat(),
      ),
    );
  }
  entries(): [number, number][] {
    return Array.from(this.re, (re, i) => [re, this.im[i]!]);
  }
}
