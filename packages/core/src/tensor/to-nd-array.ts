import type { Tensor } from "@hornbeam/kernels/tfjs";
import { type DType, isDType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import { convert, holds, type Storage } from "../array/storage.ts";
import { backendCopies, heapView } from "./_copies.ts";

/** A copy of a tensor on the host, in the dtype given or the tensor's own. */
export function toNDArray(tensor: Tensor, dtype?: DType): NDArray {
  const own = isDType(tensor.dtype) ? tensor.dtype : "float32";
  const wanted = dtype ?? own;
  const read = tensor.dataSync() as unknown as Storage; // typed by tfjs for numbers only; strings come as a list
  if (backendCopies() && wanted !== "string" && holds(read, wanted)) return new NDArray(read, tensor.shape, wanted);
  // the backend may hand out its own memory: what leaves here must not change
  const data = holds(read, wanted) ? read.slice() : convert(read, wanted);
  return new NDArray(data as Storage, tensor.shape, wanted);
}

/** The same without a copy where it can be: good until anything is computed, and not to be changed. */
export function peekAt(tensor: Tensor, dtype: DType): NDArray {
  const view = heapView(tensor);
  return view && holds(view, dtype) ? new NDArray(view, tensor.shape, dtype) : toNDArray(tensor, dtype);
}
