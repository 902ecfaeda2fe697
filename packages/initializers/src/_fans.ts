import type { KnownShape } from "@hornbeam/core";

/** How many inputs reach an output of a weight, and how many outputs an input. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Counts by shape: a vector's length is both, a matrix is `[in, out]`, and further axes before them are the window of a
 * convolution. Where both kinds of axes are given, the products of their sizes.
 */
export function fansOf(
  shape: KnownShape,
  inputAxes: readonly number[] | null = null,
  outputAxes: readonly number[] | null = null,
): Fans {
  const along = (axes: readonly number[]): number => axes.reduce((all, axis) => all * (shape.at(axis) ?? 1), 1);
  if (inputAxes && outputAxes) return { fanIn: along(inputAxes), fanOut: along(outputAxes) };
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = shape.slice(0, -2).reduce((all, size) => all * size, 1);
  return { fanIn: window * shape.at(-2)!, fanOut: window * shape.at(-1)! };
}
