import { NDArray } from "../array/nd-array.ts";
import type { Nested } from "../array/nested.ts";
import { toNDArray } from "./to-nd-array.ts";
import type { TensorLike } from "./to-tensor.ts";
import { isTensor, Variable } from "./variable.ts";

/**
 * What is given in the host's memory: tensors and variables are read, lists and typed arrays become arrays.
 *
 * @example
 * hostArray([[1, 2, 3]]).shape; // [1, 3]
 */
export function hostArray(value: TensorLike | ArrayBufferView): NDArray {
  if (value instanceof NDArray) return value;
  if (isTensor(value)) return toNDArray(value);
  if (value instanceof Variable) return value.numpy();
  return NDArray.from(value as Nested); // typed arrays are array-like
}
