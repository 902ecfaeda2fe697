import type { Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";

/** Indices that sort each row along an axis, on the host: the backend sorts only the other way round, and not stably. */
export function order(x: Tensor, axis: number, falling = false): Tensor {
  const size = x.shape[axis] ?? 1;
  const inner = x.shape.slice(axis + 1).reduce((all, one) => all * one, 1);
  const data = x.dataSync();
  const result = new Int32Array(x.size);
  const row = Array.from({ length: size }, (_, i) => i);
  for (let base = 0; base < x.size; base += size * inner) {
    for (let offset = 0; offset < inner; offset++) {
      const at = base + offset;
      const compare = (i: number, j: number): number => ascending(data[at + i * inner]!, data[at + j * inner]!);
      const sorted = row.toSorted(falling ? (i, j) => compare(j, i) || i - j : (i, j) => compare(i, j) || i - j);
      for (let i = 0; i < size; i++) result[at + i * inner] = sorted[i]!;
    }
  }
  return tf.tensor(result, x.shape, "int32");
}

/** NaN counts as the largest number, as in NumPy. */
export function ascending(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
