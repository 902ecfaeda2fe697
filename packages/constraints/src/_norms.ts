import { epsilon, option, type Tensor } from "@hornbeam/core";
import { add, divide, multiply, sqrt, square, sum } from "@hornbeam/ops";

/** One axis or several, along which the norm is taken. */
export const normAxis = /* @__PURE__ */ option<number | readonly number[]>("an integer or a list of integers", (x) => {
  if (Number.isSafeInteger(x)) return x as number;
  return Array.isArray(x) && x.every((axis) => Number.isSafeInteger(axis)) ? [...x] : undefined;
});

/** Euclidean norms along axes, kept with size 1. */
export function normsOf(w: Tensor, axis: number | readonly number[]): Tensor {
  return sqrt(sum(square(w), { axis, keepdims: true }));
}

/** The weight with vectors of the desired norms. */
export function rescaled(w: Tensor, norms: Tensor, desired: Tensor): Tensor {
  return multiply(w, divide(desired, add(norms, epsilon())));
}
