import { NDArray, sizeOf, stridesOf } from "@hornbeam/core";

/** Means and variances of data that come batch by batch, added up in double precision. */
export class Moments {
  readonly #shape: readonly number[];
  readonly #means: Float64Array;
  /** Sums of squared distances from the means. */
  readonly #squares: Float64Array;
  readonly #counts: Float64Array;

  constructor(shape: readonly number[]) {
    this.#shape = shape;
    const size = sizeOf(shape);
    [this.#means, this.#squares, this.#counts] = [0, 1, 2].map(() => new Float64Array(size)) as [
      Float64Array,
      Float64Array,
      Float64Array,
    ];
  }

  /** Takes account of an array; the axes `kept` are those of the moments. Welford's recurrence. */
  add({ data, shape }: NDArray, kept: readonly number[]): void {
    const strides = stridesOf(shape);
    const own = stridesOf(this.#shape);
    for (let i = 0; i < data.length; i++) {
      let cell = 0;
      for (let k = 0; k < kept.length; k++) {
        const axis = kept[k]!;
        cell += (Math.floor(i / strides[axis]!) % shape[axis]!) * own[k]!;
      }
      const value = Number(data[i]);
      const count = ++this.#counts[cell]!;
      const distance = value - this.#means[cell]!;
      this.#means[cell]! += distance / count;
      this.#squares[cell]! += distance * (value - this.#means[cell]!);
    }
  }

  mean(): NDArray {
    return new NDArray(Float32Array.from(this.#means), this.#shape);
  }
  variance(): NDArray {
    return new NDArray(
      Float32Array.from(this.#squares, (sum, i) => sum / this.#counts[i]!),
      this.#shape,
    );
  }
}
