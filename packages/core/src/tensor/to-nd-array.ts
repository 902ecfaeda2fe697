import type { Tensor } from "@hornbeam/kernels/tfjs";
import { type DType, isDType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import { convert, holds, type Storage } from "../array/storage.ts";

/** A copy of a tensor on the host, in the dtype given or the tensor's own. */
export function toNDArray(tensor: Tensor, dtype?: DType): NDArray {
  const own = isDType(tensor.dtype) ? tensor.dtype : "float32";
  const wanted = dtype ?? own;
  const read = tensor.dataSync() as unknown as Storage; // typed by tfjs for numbers only; strings come as a list
  // the backend may hand out a view of its own memory: what leaves here must not change
  const data = holds(read, wanted) ? read.slice() : convert(read, wanted);
  return new NDArray(data as Storage, tensor.shape, wanted);
}
