import { mix, NDArray, sizeOf } from "@hornbeam/core";

/** Numbers in [-1, 1) that look random and are always the same. */
export function randomArray(shape: readonly number[], seed = 0): NDArray {
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, i) => mix(seed, i + 1) / 2 ** 31 - 1);
  return new NDArray(data, shape, "float32");
}
