import { engine, type Tensor, tidy, zerosLike } from "@hornbeam/kernels/tfjs";
import { refusal, ShapeError } from "./errors.ts";
import { Variable } from "./tensor/variable.ts";

/** A loss and its gradients, which belong to the caller. */
export interface ValueAndGrads {
  readonly value: Tensor;
  /** One a variable, in their order; zeros where the value does not depend on it. */
  readonly grads: Tensor[];
}

/**
 * A scalar function's value, and its gradients with respect to variables.
 *
 * @throws {ShapeError} when the function's result is not a scalar.
 * @example
 * const { value, grads } = valueAndGrad(() => ops.sum(ops.square(w)), [w]);
 */
export function valueAndGrad(f: () => Tensor, variables: readonly (Variable | Tensor)[]): ValueAndGrads {
  const { value, grads } = gradientsOf(f, variables);
  return tidy(
    () => ({ value, grads: grads.map((grad, i) => grad ?? zerosLike(tensorOf(variables[i]!))) }) as never,
  ) as ValueAndGrads;
}

/** The same, with null for a variable that the value does not depend on. */
export function gradientsOf(
  f: () => Tensor,
  variables: readonly (Variable | Tensor)[],
): { value: Tensor; grads: (Tensor | null)[] } {
  const tensors = variables.map(tensorOf);
  if (tensors.length === 0) return { value: tidy(f), grads: [] };
  const checked = (): Tensor => {
    const value = f();
    if (value.rank !== 0) {
      throw refusal(ShapeError, {
        action: "take gradients",
        expected: "the function must give a scalar",
        receivedAs: "shape",
        received: value.shape,
      });
    }
    return value;
  };
  try {
    const { value, grads } = engine().gradients(checked, tensors, undefined, true);
    return { value, grads: grads.map((grad) => grad ?? null) };
  } catch (error) {
    releaseTape();
    throw error;
  }
}

/** Frees what was saved for a backward pass that will not come: the backend does so only where all goes well. */
function releaseTape(): void {
  const { state } = engine();
  if (state.gradientDepth > 0 || !state.activeTape) return;
  for (const { saved } of state.activeTape) for (const tensor of saved ?? []) tensor?.dispose();
  state.activeTape = null as unknown as typeof state.activeTape; // as the backend leaves it between gradients
}

function tensorOf(variable: Variable | Tensor): Tensor {
  return variable instanceof Variable ? variable.value : variable;
}
