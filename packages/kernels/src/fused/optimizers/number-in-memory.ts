import { type DataType, scalar, type Tensor } from "@hornbeam/kernels/tfjs";

/** A number in memory, which a recorded step reads with each replay, or one that does not change. */
export type NumberInMemory = Tensor | number;

/** A number as a tensor; the caller's scope frees one that is made. */
export function inMemory(given: NumberInMemory, dtype: DataType = "float32"): Tensor {
  return typeof given === "number" ? scalar(given, dtype) : given;
}
