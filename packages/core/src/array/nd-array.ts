import { OptionError, refusal, ShapeError } from "../errors.ts";
import { arithmetic, type Operand } from "./_arithmetic.ts";
import { type Axis, argExtreme, type Reduction, reduce } from "./_reduce.ts";
import { type DType, standardizeDType } from "./dtype.ts";
import { flattenInto, type Nested, nestedShape } from "./nested.ts";
import { axisOf, type KnownShape, sameShape, sizeOf, stridesOf } from "./shape.ts";
import { allocate, convert, holds, type Storage, storageDType } from "./storage.ts";

/**
 * An array in host memory: elements, shape and dtype, row-major. What data sets hold, and what `predict` and
 * `getWeights` return. There is nothing to dispose of.
 *
 * @example
 * const x = NDArray.from([[1, 2], [3, 4]]);
 * x.shape; // [2, 2]
 * x.div(2).toArray(); // [[0.5, 1], [1.5, 2]]
 */
export class NDArray {
  readonly data: Storage;
  readonly shape: KnownShape;
  readonly dtype: DType;

  /** @throws {ShapeError} when `data` does not have as many elements as `shape` says. */
  constructor(data: Storage, shape: KnownShape, dtype: DType = storageDType(data)) {
    const name = standardizeDType(dtype, "create NDArray");
    if (!holds(data, name)) {
      throw refusal(OptionError, {
        action: "create NDArray",
        expected: `the data must be storage of dtype ${name}`,
        received: data,
      });
    }
    if (data.length !== sizeOf(shape)) {
      const expected = `the data must have the ${sizeOf(shape)} elements of shape [${shape.join(", ")}]`;
      throw refusal(ShapeError, { action: "create NDArray", expected, received: data.length });
    }
    this.data = data;
    this.shape = [...shape];
    this.dtype = name;
  }

  /** An array of nested lists or a typed array; numbers become float32 unless `dtype` says otherwise. */
  static from(value: Nested | NDArray, dtype?: DType): NDArray {
    if (value instanceof NDArray) return dtype === undefined ? value : value.astype(dtype);
    if (ArrayBuffer.isView(value)) {
      const own = storageDType(value as ArrayLike<number>);
      const data = holds(value, own) ? (value as Storage) : convert(value as ArrayLike<number>, own);
      return new NDArray(data, [data.length], own).astype(dtype ?? own);
    }
    const shape = nestedShape(value, "create NDArray");
    const flat: unknown[] = [];
    flattenInto(value, flat);
    const name = dtype ?? storageDType(flat);
    return new NDArray(convert(flat, name), shape, name);
  }

  static zeros(shape: KnownShape, dtype: DType = "float32"): NDArray {
    return new NDArray(allocate(dtype, sizeOf(shape)), shape, dtype);
  }

  get size(): number {
    return this.data.length;
  }
  get rank(): number {
    return this.shape.length;
  }

  /** The same elements in another dtype; the array itself where it has that dtype. */
  astype(dtype: DType): NDArray {
    return dtype === this.dtype ? this : new NDArray(convert(this.data, dtype), this.shape, dtype);
  }

  /** The same elements under another shape; one size may be -1. */
  reshape(shape: readonly number[]): NDArray {
    const free = shape.indexOf(-1);
    const known = shape.reduce((product, size, axis) => (axis === free ? product : product * size), 1);
    const full = shape.map((size, axis) => (axis === free ? this.size / known : size));
    if (sizeOf(full) !== this.size || !full.every((size) => Number.isInteger(size) && size >= 0)) {
      const expected = `the new shape must have the ${this.size} elements of [${this.shape.join(", ")}]`;
      throw refusal(ShapeError, { action: "reshape NDArray", expected, received: shape });
    }
    return new NDArray(this.data, full, this.dtype);
  }

  /** Rows `begin` to `end` of the first axis, counted from the end where negative. Shares memory. */
  slice(begin?: number, end?: number): NDArray {
    const rows = this.#rows("slice");
    const from = clampIndex(begin ?? 0, rows);
    const to = Math.max(from, clampIndex(end ?? rows, rows));
    const step = rows === 0 ? 0 : this.size / rows;
    const data = Array.isArray(this.data)
      ? this.data.slice(from * step, to * step)
      : this.data.subarray(from * step, to * step);
    return new NDArray(data, [to - from, ...this.shape.slice(1)], this.dtype);
  }

  /** The rows of the first axis that `indices` name, in their order. */
  take(indices: ArrayLike<number>): NDArray {
    const rows = this.#rows("take rows of");
    const step = rows === 0 ? 0 : this.size / rows;
    const data = allocate(this.dtype, indices.length * step);
    for (let i = 0; i < indices.length; i++) {
      const row = indices[i]!;
      if (!Number.isInteger(row) || row < 0 || row >= rows) {
        throw refusal(OptionError, {
          action: "take rows of NDArray",
          expected: `indices must be in [0, ${rows})`,
          received: row,
        });
      }
      if (Array.isArray(data))
        for (let k = 0; k < step; k++) data[i * step + k] = (this.data as string[])[row * step + k]!;
      else data.set((this.data as Float32Array).subarray(row * step, (row + 1) * step) as never, i * step);
    }
    return new NDArray(data, [indices.length, ...this.shape.slice(1)], this.dtype);
  }

  /** One row of the first axis, counted from the end where negative. */
  at(index: number): NDArray {
    const rows = this.#rows("index");
    const row = axisOf(index, rows);
    if (row === undefined) {
      throw refusal(OptionError, {
        action: "index NDArray",
        expected: `the index must be in [${-rows}, ${rows})`,
        received: index,
      });
    }
    const one = this.slice(row, row + 1);
    return new NDArray(one.data, this.shape.slice(1), this.dtype);
  }

  /** The axes in another order, reversed unless given. */
  transpose(axes: readonly number[] = this.shape.map((_, axis) => this.rank - 1 - axis)): NDArray {
    const order = axes.map((axis) => axisOf(axis, this.rank));
    if (new Set(order).size !== this.rank || order.includes(undefined)) {
      throw refusal(OptionError, {
        action: "transpose NDArray",
        expected: `axes must name each of ${this.rank} axes once`,
        received: axes,
      });
    }
    const strides = stridesOf(this.shape);
    const shape = order.map((axis) => this.shape[axis!]!);
    const steps = order.map((axis) => strides[axis!]!);
    const data = allocate(this.dtype, this.size);
    const index = new Array<number>(this.rank).fill(0);
    let from = 0;
    for (let i = 0; i < this.size; i++) {
      (data as unknown[])[i] = this.data[from];
      for (let axis = this.rank - 1; axis >= 0; axis--) {
        from += steps[axis]!;
        if (++index[axis]! < shape[axis]!) break;
        from -= steps[axis]! * shape[axis]!;
        index[axis] = 0;
      }
    }
    return new NDArray(data, shape, this.dtype);
  }

  /** Element by element, with broadcasting; float64 only where an operand is, and float32 otherwise. */
  add(other: NDArray | number): NDArray {
    return this.#arithmetic("add", other, (a, b) => a + b);
  }
  sub(other: NDArray | number): NDArray {
    return this.#arithmetic("subtract", other, (a, b) => a - b);
  }
  mul(other: NDArray | number): NDArray {
    return this.#arithmetic("multiply", other, (a, b) => a * b);
  }
  div(other: NDArray | number): NDArray {
    return this.#arithmetic("divide", other, (a, b) => a / b);
  }
  /** A function of each element. */
  map(f: (element: number) => number): NDArray {
    return this.#arithmetic("map", 0, f);
  }

  sum(axis?: Axis): NDArray {
    return this.#reduce(axis, "sum");
  }
  mean(axis?: Axis): NDArray {
    return this.#reduce(axis, "mean");
  }
  max(axis?: Axis): NDArray {
    return this.#reduce(axis, "max");
  }
  min(axis?: Axis): NDArray {
    return this.#reduce(axis, "min");
  }
  /** Index of the first largest element along an axis (the last unless given), as int32. */
  argMax(axis = -1): NDArray {
    const { data, shape } = argExtreme(this, axis, (a, b) => a > b);
    return new NDArray(data, shape, "int32");
  }
  /** Index of the first smallest element along an axis (the last unless given), as int32. */
  argMin(axis = -1): NDArray {
    const { data, shape } = argExtreme(this, axis, (a, b) => a < b);
    return new NDArray(data, shape, "int32");
  }

  /** The only element. */
  item(): number | string | boolean | bigint {
    if (this.size !== 1) {
      throw refusal(ShapeError, {
        action: "read the item of NDArray",
        expected: "it must have one element",
        receivedAs: "shape",
        received: this.shape,
      });
    }
    return this.#element(0);
  }

  /** Nested lists of numbers, booleans or strings; the bare element for a scalar. */
  toArray(): Nested {
    const build = (axis: number, from: number, step: number): Nested => {
      if (axis === this.rank) return this.#element(from);
      const inner = step / (this.shape[axis] || 1);
      return Array.from({ length: this.shape[axis]! }, (_, i) => build(axis + 1, from + i * inner, inner));
    };
    return build(0, 0, this.size);
  }

  /** Whether shape, dtype and every element are the same; NaN equals NaN. */
  equals(other: NDArray): boolean {
    return (
      this.dtype === other.dtype &&
      sameShape(this.shape, other.shape) &&
      (this.data as unknown[]).every((element, i) => Object.is(element, other.data[i]) || element === other.data[i])
    );
  }

  *[Symbol.iterator](): IterableIterator<NDArray> {
    for (let row = 0; row < (this.shape[0] ?? 0); row++) yield this.at(row);
  }
  get [Symbol.toStringTag](): string {
    return `NDArray [${this.shape.join(", ")}] ${this.dtype}`;
  }
  toString(): string {
    return this[Symbol.toStringTag];
  }

  #element(i: number): number | string | boolean | bigint {
    const element = this.data[i]!;
    return this.dtype === "bool" ? element !== 0 : element;
  }
  #rows(verb: string): number {
    const rows = this.shape[0];
    if (rows === undefined)
      throw refusal(ShapeError, {
        action: `${verb} NDArray`,
        expected: "it must have an axis",
        receivedAs: "shape",
        received: [],
      });
    return rows;
  }
  #arithmetic(verb: string, other: Operand, f: (a: number, b: number) => number): NDArray {
    const { data, shape, dtype } = arithmetic(verb, this, other, f);
    return new NDArray(data, shape, dtype);
  }
  #reduce(axis: Axis | undefined, kind: Reduction): NDArray {
    const { data, shape, dtype } = reduce(this, axis, kind);
    return new NDArray(data, shape, dtype);
  }
}

function clampIndex(index: number, length: number): number {
  return Math.min(Math.max(index < 0 ? index + length : index, 0), length);
}
