import { type Tensor, toNDArray } from "@hornbeam/core";

/** The elements of a tensor, row by row. */
export function valuesOf(x: Tensor): number[] {
  return [...(toNDArray(x).data as Float32Array)];
}
