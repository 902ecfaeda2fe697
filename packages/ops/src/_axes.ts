import { axisOf, type KnownShape, type Shape } from "@hornbeam/core";
import { argumentError } from "./_spec.ts";

/** One axis, several, or null for all of them. */
export type Axis = number | readonly number[] | null;

/** An axis counted from the front. */
export function frontAxis(op: string, axis: number, rank: number, argument = "axis"): number {
  const found = axisOf(axis, rank);
  if (found === undefined) throw argumentError(op, argument, `be in [${-rank}, ${rank})`, axis);
  return found;
}

/** Axes counted from the front, in increasing order; all of them for null. */
export function frontAxes(op: string, axis: Axis, rank: number): number[] {
  if (axis === null) return Array.from({ length: rank }, (_, i) => i);
  const axes = typeof axis === "number" ? [axis] : axis;
  const found = axes.map((one) => frontAxis(op, one, rank));
  if (new Set(found).size < found.length) throw argumentError(op, "axis", "name each axis once", axis);
  return found.sort((a, b) => a - b);
}

/** The shape without some of its axes, or with size 1 there. */
export function reducedShape(shape: Shape, axes: readonly number[], keepdims: boolean): (number | null)[] {
  if (keepdims) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Number of elements along axes. */
export function countAlong(shape: KnownShape, axes: readonly number[]): number {
  return axes.reduce((count, axis) => count * shape[axis]!, 1);
}

/** The product of sizes; null where one is not known. */
export function product(sizes: Shape): number | null {
  return sizes.reduce<number | null>((all, size) => (all === null || size === null ? null : all * size), 1);
}
