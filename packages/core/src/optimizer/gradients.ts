import type { Tensor } from "@hornbeam/kernels/tfjs";
import { OptionError, refusal, StateError } from "../errors.ts";
import { show } from "../show.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import type { Variable } from "../tensor/variable.ts";
import { warnOnce } from "../warn.ts";

/** A gradient, or null where a weight has none. */
export type Gradient = TensorLike | null | undefined;

/** Gradients beside their weights. */
export interface Pairs {
  readonly gradients: readonly Tensor[];
  readonly variables: readonly Variable[];
}

/** @throws {OptionError} when there is not one gradient a variable. */
export function checkCount(action: string, gradients: readonly unknown[], variables: readonly unknown[]): void {
  if (gradients.length === variables.length) return;
  throw refusal(OptionError, {
    action,
    expected: `there must be as many gradients as variables, ${variables.length}`,
    received: gradients.length,
  });
}

/** @throws {StateError} when a variable is not one that the optimizer was built with. */
export function checkKnown(action: string, variables: readonly Variable[], known: ReadonlySet<Variable>): void {
  const unknown = variables.find((variable) => !known.has(variable));
  if (!unknown) return;
  throw refusal(StateError, {
    action,
    expected: `its variables must be those it was built with, received the unknown variable ${show(unknown)}`,
    hint: "Make a new optimizer for another set of variables.",
  });
}

/**
 * The gradients that exist, as tensors. Weights without one are left out, with one warning.
 *
 * @throws {StateError} when there is none at all.
 */
export function existing(action: string, gradients: readonly Gradient[], variables: readonly Variable[]): Pairs {
  const has = gradients.map((gradient) => gradient !== null && gradient !== undefined);
  if (!has.includes(true)) {
    const hint = "No gradients provided for any variable: does the loss depend on the trainable weights?";
    throw refusal(StateError, { action, expected: "at least one gradient must exist", hint });
  }
  const missing = variables.filter((_, i) => !has[i]).map(({ path }) => path);
  if (missing.length > 0) {
    warnOnce(
      `Gradients do not exist for variables ${show(missing)} when minimizing the loss: they are left as they are.`,
    );
  }
  return {
    gradients: gradients
      .filter((_, i) => has[i])
      .map((gradient) => toTensor(gradient as TensorLike, { dtype: "float32", action })),
    variables: variables.filter((_, i) => has[i]),
  };
}
