import { stridesOf } from "@hornbeam/core";
import type { Windows } from "./_windows.ts";

/** The row-major positions in axes of sizes `spatial` that windows read: window by window, each of them row by row. */
export function windowPositions(
  spatial: readonly number[],
  counts: readonly number[],
  { size, strides, dilation }: Pick<Windows, "size" | "strides" | "dilation">,
): Int32Array {
  const step = stridesOf(spatial);
  const starts = combinations(counts, (place, axis) => place * strides[axis]! * step[axis]!);
  const within = combinations(size, (place, axis) => place * dilation[axis]! * step[axis]!);
  const positions = new Int32Array(starts.length * within.length);
  let i = 0;
  for (const start of starts) for (const offset of within) positions[i++] = start + offset;
  return positions;
}

/** Sums of an offset for each axis, in row-major order. */
function combinations(sizes: readonly number[], offset: (place: number, axis: number) => number): number[] {
  return sizes.reduce<number[]>(
    (all, size, axis) => all.flatMap((sum) => Array.from({ length: size }, (_, place) => sum + offset(place, axis))),
    [0],
  );
}
