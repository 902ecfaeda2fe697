import type { Tensor } from "@hornbeam/core";
import { type HostValues, hostWork } from "@hornbeam/kernels";
import { ascending } from "./_order.ts";

/**
 * Indices that put the `kth` element of each row along an axis in its place, what is smaller before it and what is larger
 * after it, on the host. Each row takes time in proportion to its length.
 */
export function partition(x: Tensor, axis: number, kth: number): Tensor {
  const size = x.shape[axis]!;
  const inner = x.shape.slice(axis + 1).reduce((all, one) => all * one, 1);
  return hostWork([x], x.shape, "int32", (data) => partitions(data!, size, inner, kth));
}
function partitions(data: HostValues, size: number, inner: number, kth: number): Int32Array {
  const result = new Int32Array(data.length);
  for (let base = 0; base < data.length; base += size * inner) {
    for (let at = base; at < base + inner; at++) {
      const row = Int32Array.from({ length: size }, (_, i) => i);
      select(row, kth < 0 ? kth + size : kth, (i, j) => ascending(data[at + i * inner]!, data[at + j * inner]!));
      for (let i = 0; i < size; i++) result[at + i * inner] = row[i]!;
    }
  }
  return result;
}

/** Hoare's selection: parts the stretch that holds the place by one of its elements until it is that element. */
function select(row: Int32Array, place: number, compare: (i: number, j: number) => number): void {
  let [first, last] = [0, row.length - 1];
  while (first < last) {
    const pivot = row[(first + last) >> 1]!;
    let [i, j] = [first, last];
    while (i <= j) {
      while (compare(row[i]!, pivot) < 0) i++;
      while (compare(row[j]!, pivot) > 0) j--;
      if (i > j) break;
      [row[i], row[j]] = [row[j]!, row[i]!];
      i++;
      j--;
    }
    if (place <= j) last = j;
    else if (place >= i) first = i;
    else return;
  }
}
