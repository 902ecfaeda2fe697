import type { Runtime } from "../runtime.ts";

/** Adds the rows of `parts` partial sums in their order. */
export function addParts(runtime: Runtime, parts: number, columns: number, x: number, y: number): void {
  runtime.run("sumRows", columns, { rows: parts, columns, x, y });
}

/** Rows of a long sum are added up in this many parts, for the sum's precision and for threads. */
const partsOf = (rows: number) => (rows >= 1024 ? 8 : 1);

/** Column sums of the rows at `x`, written to `sums`; with `y` and flags also `dx`, see activation-gradient.ts. */
export function columnSums(
  runtime: Runtime,
  rows: number,
  columns: number,
  dy: number,
  sums: number,
  { y = 0, dx = 0, flags = 0 }: { y?: number; dx?: number; flags?: number } = {},
): void {
  const parts = partsOf(rows);
  const partial = parts > 1 ? runtime.workspace(4 * parts * columns) : sums;
  runtime.run("activationGradient", parts, { rows, columns, parts, flags, dy, y, dx, sums: partial });
  if (parts > 1) addParts(runtime, parts, columns, partial, sums);
}
