/** A square matrix of complex numbers, rows one after another. */
export class ComplexSquare {
  readonly size: number;
  readonly re: Float64Array;
  readonly im: Float64Array;

  constructor(size: number, re: Float64Array = new Float64Array(size * size)) {
    this.size = size;
    this.re = re;
    this.im = new Float64Array(size * size);
  }

  /** The size of an element. */
  abs(row: number, column: number): number {
    const at = row * this.size + column;
    return Math.hypot(this.re[at]!, this.im[at]!);
  }

  get(row: number, column: number): Complex {
    const at = row * this.size + column;
    return [this.re[at]!, this.im[at]!];
  }

  set(row: number, column: number, [re, im]: Complex): void {
    const at = row * this.size + column;
    this.re[at] = re;
    this.im[at] = im;
  }

  /** Adds to the elements of the diagonal from `first` to `last`. */
  shift(first: number, last: number, [re, im]: Complex): void {
    for (let i = first; i <= last; i++) {
      const at = i * (this.size + 1);
      this.re[at] = this.re[at]! + re;
      this.im[at] = this.im[at]! + im;
    }
  }

  /** `x ← a x + b y`, `y ← c x + d y` for two rows or columns, from one place to another. */
  combine(first: Line, second: Line, from: number, to: number, [a, b, c, d]: Coefficients): void {
    const { re, im } = this;
    const [[ar, ai], [br, bi], [cr, ci], [dr, di]] = [a, b, c, d];
    for (let k = from; k <= to; k++) {
      const p = first.start + k * first.step;
      const q = second.start + k * second.step;
      const xr = re[p]!;
      const xi = im[p]!;
      const yr = re[q]!;
      const yi = im[q]!;
      re[p] = ar * xr - ai * xi + br * yr - bi * yi;
      im[p] = ar * xi + ai * xr + br * yi + bi * yr;
      re[q] = cr * xr - ci * xi + dr * yr - di * yi;
      im[q] = cr * xi + ci * xr + dr * yi + di * yr;
    }
  }

  /** The product of a row and a vector, from one place to another. */
  productOfRow(row: number, vector: readonly Complex[], from: number, to: number): Complex {
    let re = 0;
    let im = 0;
    for (let k = from; k <= to; k++) {
      const at = row * this.size + k;
      const [x, y] = vector[k]!;
      re += this.re[at]! * x - this.im[at]! * y;
      im += this.re[at]! * y + this.im[at]! * x;
    }
    return [re, im];
  }

  row(i: number): Line {
    return { start: i * this.size, step: 1 };
  }
  column(j: number): Line {
    return { start: j, step: this.size };
  }
}

/** Where the elements of a row or column stand. */
interface Line {
  readonly start: number;
  readonly step: number;
}
type Coefficients = readonly [a: Complex, b: Complex, c: Complex, d: Complex];
export type Complex = readonly [re: number, im: number];

export function plus(a: Complex, b: Complex): Complex {
  return [a[0] + b[0], a[1] + b[1]];
}
export function minus(a: Complex, b: Complex): Complex {
  return [a[0] - b[0], a[1] - b[1]];
}
export function times(a: Complex, b: Complex): Complex {
  return [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
}
export function over(a: Complex, b: Complex): Complex {
  const square = b[0] * b[0] + b[1] * b[1];
  return [(a[0] * b[0] + a[1] * b[1]) / square, (a[1] * b[0] - a[0] * b[1]) / square];
}
export function conjugate(a: Complex): Complex {
  return [a[0], -a[1]];
}

/** The root in the right half of the plane. */
export function squareRoot([re, im]: Complex): Complex {
  const size = Math.hypot(re, im);
  if (size === 0) return [0, 0];
  const first = Math.sqrt((size + Math.abs(re)) / 2);
  const second = Math.abs(im) / (2 * first);
  const [real, imaginary] = re >= 0 ? [first, second] : [second, first];
  return [real, im < 0 ? -imaginary : imaginary];
}
