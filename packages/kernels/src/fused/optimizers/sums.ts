import type { Runtime } from "../../runtime.ts";

/** Sums over the elements of one variable are made in this many parts, for threads, whatever their number. */
const partsOf = (size: number) => (size >= 1 << 15 ? 8 : 1);

/** Room for sums that a command makes in parts. */
export interface Sums {
  readonly parts: number;
  /** Where the parts go: all of the first sum, then all of the next. */
  readonly address: number;
}

/** Room for `count` sums over `size` elements. */
export function sumsOf(runtime: Runtime, size: number, count: number): Sums {
  const parts = partsOf(size);
  return { parts, address: runtime.workspace(4 * parts * count) };
}

/** Adds up the parts of `count` sums; gives the address where the sums are, one after another: `target` if that is given. */
export function addSums(runtime: Runtime, { parts, address }: Sums, count: number, target?: number): number {
  if (parts === 1 && target === undefined) return address;
  const sums = target ?? runtime.workspace(4 * count);
  runtime.run("reduce", count, { op: 0, length: parts, inner: 1, scale: 1, x: address, y: sums });
  return sums;
}
