import type { NDArray } from "@hornbeam/core";

/** A weight as grey pictures. */
export interface WeightPicture {
  readonly shape: readonly [count: number, height: number, width: number];
  readonly values: ArrayLike<number>;
}

/**
 * A weight as pictures, axes of length 1 left out: one column of a vector, one picture of a matrix, the long side
 * across, and one of each kernel `[height, width, kernels]`. Nothing for other ranks.
 */
export function weightPicture(weight: NDArray): WeightPicture | undefined {
  const shape = weight.shape.filter((size) => size !== 1);
  const squeezed = weight.astype("float32").reshape(shape);
  const [a = 1, b = 1, c = 1] = shape;
  if (shape.length === 1) return { shape: [1, a, 1], values: numbers(squeezed) };
  if (shape.length === 2) {
    const wide = a > b ? squeezed.transpose() : squeezed;
    return { shape: [1, Math.min(a, b), Math.max(a, b)], values: numbers(wide) };
  }
  if (shape.length === 3) return { shape: [c, a, b], values: numbers(squeezed.transpose([2, 0, 1])) };
  return undefined;
}

function numbers({ data }: NDArray): ArrayLike<number> {
  return data as ArrayLike<number>;
}
