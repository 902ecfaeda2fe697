import {
  type DType,
  DTypeError,
  isTensor,
  NDArray,
  type Nested,
  refusal,
  type Tensor,
  type TensorLike,
  toNDArray,
  toTensor,
} from "@hornbeam/core";
import { expandDims, reshape } from "@hornbeam/ops";

/** Rows of a table, column by column; or one row. */
export type FeatureColumns = Readonly<Record<string, TensorLike | NDArray | string | readonly string[]>>;

/** A column as a tensor `[rows, …]`; one value is a row. */
export function columnOf(given: FeatureColumns[string], dtype: DType, action: string): Tensor {
  const untyped = !isTensor(given) && !(given instanceof NDArray) && !hasText(given) && dtype !== "string";
  const tensor = toTensor(given as TensorLike, untyped ? { dtype, action } : { action });
  if ((dtype === "string") !== (tensor.dtype === "string")) {
    const expected = `the column must hold ${dtype === "string" ? "strings" : "numbers"}`;
    throw refusal(DTypeError, { action, expected, receivedAs: "dtype", received: tensor.dtype });
  }
  if (tensor.shape.length === 0) return reshape(tensor, [1, 1]);
  return tensor.shape.length === 1 ? expandDims(tensor, -1) : tensor;
}

function hasText(given: unknown): boolean {
  return Array.isArray(given) ? given.some(hasText) : typeof given === "string";
}

/** Whether a column is one value. */
export function isOneValue(given: FeatureColumns[string]): boolean {
  if (isTensor(given) || given instanceof NDArray) return given.shape.length === 0;
  return typeof given === "number" || typeof given === "string" || typeof given === "boolean";
}

/** A column of rows as layers adapt to it: 32 numbers or strings at a time, or row by row where those are arrays. */
export function* batchesOfColumn(given: unknown, dtype: DType): Generator<NDArray> {
  const column = arrayOf(given, dtype);
  const step = column.rank < 2 ? 32 : 1;
  for (let start = 0; start < (column.shape[0] ?? 0); start += step) {
    const rows = column.slice(start, start + step);
    yield asColumn(step === 1 ? rows.at(0) : rows);
  }
}

/** Elements of a dataset as layers adapt to them: single values are gathered by 32. */
export async function* batchesOfElements(
  elements: AsyncIterable<unknown> | Iterable<unknown>,
  dtype: DType,
): AsyncGenerator<NDArray> {
  let single: unknown[] = [];
  for await (const element of elements) {
    const array = arrayOf(element, dtype);
    if (array.rank > 0) yield asColumn(array);
    else if (single.push(array.data[0]) === 32) {
      yield asColumn(NDArray.from(single as Nested, dtype));
      single = [];
    }
  }
  if (single.length > 0) yield asColumn(NDArray.from(single as Nested, dtype));
}

function arrayOf(given: unknown, dtype: DType): NDArray {
  if (given instanceof NDArray) return given;
  return isTensor(given) ? toNDArray(given) : NDArray.from(given as Nested, dtype);
}
function asColumn(array: NDArray): NDArray {
  return array.rank === 1 ? array.reshape([array.size, 1]) : array;
}
