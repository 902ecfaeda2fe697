import type { Tensor } from "@hornbeam/core";
import * as kernels from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";

/** Indices that sort each row along an axis, equal elements in their order; NaN counts as the largest number, as in NumPy. */
export function order(x: Tensor, axis: number, falling = false): Tensor {
  const numbers = x.dtype === "bool" ? tf.cast(x, "int32") : x;
  return kernels.order(numbers, { axis, falling });
}

/** NaN counts as the largest number, as in NumPy. */
export function ascending(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
