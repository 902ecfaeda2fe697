import { NDArray } from "@hornbeam/core";

/** Rows of so many elements are copied one element at a time: to make views of them takes longer. */
const short = 12;

/**
 * The rows of the first axis that `indices` name, in their order, as `take` gives them; in the memory of `spare`, an earlier
 * result for as many rows that nobody reads any more, if there is one.
 */
export function gatherRows(array: NDArray, indices: ArrayLike<number>, spare: NDArray | undefined): NDArray {
  const from = array.data as Float32Array; // or another typed array
  if (Array.isArray(from) || (spare === undefined && indices.length === 0)) return array.take(indices);
  const width = array.size / array.shape[0]!;
  const data = (spare?.data ??
    new (from.constructor as Float32ArrayConstructor)(indices.length * width)) as Float32Array;
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i]! * width;
    if (width > short) data.set(from.subarray(row, row + width), i * width);
    else for (let k = 0; k < width; k++) data[i * width + k] = from[row + k]!;
  }
  return spare ?? new NDArray(data, [indices.length, ...array.shape.slice(1)], array.dtype);
}
