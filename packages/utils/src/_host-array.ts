import { isTensor, NDArray, type Nested, type TensorLike, toNDArray, Variable } from "@hornbeam/core";

/** What is given in the host's memory: tensors and variables are read, lists become arrays. */
export function hostArray(value: TensorLike | NDArray): NDArray {
  if (isTensor(value)) return toNDArray(value);
  if (value instanceof Variable) return value.numpy();
  return NDArray.from(value as NDArray | Nested);
}
