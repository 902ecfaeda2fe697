import type { NDArray } from "../array/nd-array.ts";

const tensors = /* @__PURE__ */ new WeakSet<NDArray>();

/** Notes that an array stood in a config as a tensor, so that it is written as one again. */
export function markTensor(array: NDArray): NDArray {
  tensors.add(array);
  return array;
}

export function wasTensor(array: NDArray): boolean {
  return tensors.has(array);
}
