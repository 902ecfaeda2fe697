import { NDArray, type Nested, OptionError, refusal } from "@hornbeam/core";

/** Numbers with a shape: an `NDArray`, anything that has its `data` and `shape`, or nested lists. */
export type NumberArray =
  | NDArray
  | { readonly data: ArrayLike<number>; readonly shape: readonly number[]; readonly dtype?: string }
  | Nested;

/** Elements, shape and whether they are whole by their type. */
export interface PlainArray {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
  /** `undefined` for nested lists, which do not say. */
  readonly dtype: string | undefined;
}

/** @throws {OptionError} for what is not an array of numbers; `what` names the argument. */
export function readArray(value: NumberArray | undefined, action: string, what: string): PlainArray {
  const { data, shape, dtype } = (value ?? {}) as Partial<PlainArray>;
  if (typeof data === "object" && Array.isArray(shape)) {
    const elements = shape.reduce((product, size) => product * size, 1);
    if (data.length === elements && typeof (data[0] ?? 0) !== "string") {
      const numbers = typeof (data[0] as unknown) === "bigint" ? Array.from(data, Number) : data;
      return { data: numbers, shape, dtype };
    }
  } else if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const array = NDArray.from(value as Nested);
    if (array.dtype !== "string") {
      const own = ArrayBuffer.isView(value) ? array.dtype : undefined;
      return { data: array.data as ArrayLike<number>, shape: array.shape, dtype: own };
    }
  }
  const expected = `${what} must be an NDArray or nested lists of numbers`;
  throw refusal(OptionError, { action, expected, received: value });
}
