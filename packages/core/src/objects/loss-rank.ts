import type { Shape } from "../array/shape.ts";

/** How the last axis of one of two tensors is dropped or added. */
export interface RankTools<T> {
  squeeze(x: T, axis: number): T;
  expandDims(x: T, axis: number): T;
}

/**
 * Two tensors whose ranks differ by one brought to the same rank, where the longer one's last axis has size 1: a vector
 * gains an axis (unless told otherwise), anything else makes the longer tensor lose it. Other pairs stay as they are.
 */
export function squeezeOrExpandToSameRank<T extends { readonly shape: Shape }>(
  first: T,
  second: T,
  { squeeze, expandDims }: RankTools<T>,
  expandVectors = true,
): [T, T] {
  const difference = first.shape.length - second.shape.length;
  if (Math.abs(difference) !== 1) return [first, second];
  const [longer, shorter] = difference > 0 ? [first, second] : [second, first];
  if (longer.shape.at(-1) !== 1) return [first, second];
  const expand = shorter.shape.length === 1 && expandVectors;
  const changed = expand ? expandDims(shorter, -1) : squeeze(longer, -1);
  return difference > 0 === expand ? [first, changed] : [changed, second];
}
