import { type TensorLike, tidy } from "@hornbeam/core";
import { as, asTensor } from "../_operands.ts";
import { argumentError } from "../_spec.ts";

/**
 * What one of two functions gives: the first where the condition holds.
 *
 * @see {@link https://keras.io/api/ops/core/#cond-function | keras.ops.cond}
 * @example
 * cond(true, () => 1, () => 2); // 1
 */
export function cond<T>(pred: TensorLike, trueFn: () => T, falseFn: () => T): T {
  const holds =
    typeof pred === "boolean" ? pred : tidy(() => Boolean(as(asTensor("cond", pred), "bool").dataSync()[0]));
  return tidy(holds ? trueFn : falseFn);
}

/**
 * What the function of a number gives on the operands; numbers out of reach count as the nearest.
 *
 * @see {@link https://keras.io/api/ops/core/#switch-function | keras.ops.switch}
 * @example
 * switchCase(1, [(x) => x, (x) => -x], 3); // -3
 */
export function switchCase<A extends readonly unknown[], T>(
  index: TensorLike,
  branches: readonly ((...operands: A) => T)[],
  ...given: A
): T {
  if (branches.length === 0) throw argumentError("switch", "branches", "hold at least one function", branches);
  const number = typeof index === "number" ? index : tidy(() => Number(asTensor("switch", index).dataSync()[0]));
  const branch = branches[Math.min(Math.max(number, 0), branches.length - 1)]!;
  return tidy(() => branch(...given));
}
