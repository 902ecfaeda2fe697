import { linear } from "@hornbeam/activations";
import type { Tensor, Variable } from "@hornbeam/core";
import { reshape } from "@hornbeam/ops";
import { dense } from "../_fused.ts";

/** How many axes an einsum sums over and how many it makes, where it is a product of matrices with its axes in order. */
export interface EinsumProduct {
  readonly summed: number;
  readonly fresh: number;
}

/**
 * Reads `"XS,SF->XF"`, with a bias along all of `F` or none: as a product, `x` and the kernel need only be seen as matrices.
 *
 * @example
 * einsumProduct("abc,cde->abde", "de"); // { summed: 1, fresh: 2 }
 */
export function einsumProduct(equation: string, biasAxes: string | null): EinsumProduct | null {
  const [, left = "", kernel = "", result = ""] = /^(.*),(.*)->(.*)$/.exec(equation.replaceAll(" ", "")) ?? [];
  const summed = [...left].filter((letter) => letter !== "." && !result.includes(letter)).join("");
  const fresh = kernel.slice(summed.length);
  const kept = left.slice(0, left.length - summed.length);
  const isProduct = summed !== "" && left === kept + summed && kernel === summed + fresh && result === kept + fresh;
  const isOrdered = isProduct && kept !== "" && ![...fresh].some((letter) => kept.includes(letter));
  return isOrdered && (biasAxes ?? fresh) === fresh ? { summed: summed.length, fresh: fresh.length } : null;
}

/** The product and its bias, in one kernel. */
export function multiplyAndAdd(
  { summed, fresh }: EinsumProduct,
  x: Tensor,
  kernel: Tensor | Variable,
  bias: Variable | null,
): Tensor {
  const sizes = kernel.shape as number[];
  const made = sizes.slice(summed);
  const kept = x.shape.slice(0, x.shape.length - summed);
  const area = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);
  const rows = reshape(x, [area(kept), area(sizes.slice(0, summed))]);
  const matrix = reshape(kernel, [area(sizes.slice(0, summed)), area(made)]);
  const y = dense(rows, matrix, bias && reshape(bias, [area(made)]), linear);
  return reshape(y, [...kept, ...(fresh === 0 ? [] : made)]);
}
