import type { Tensor, Variable } from "@hornbeam/kernels/tfjs";
import type { NumberInMemory } from "./number-in-memory.ts";
import { updateBy } from "./update-by.ts";

/** Options of {@link sgdUpdate}. */
export interface SgdOptions {
  /** Step size. */
  readonly learningRate: NumberInMemory;
  /** Share of the last step that is kept, `[0, 1)`; needs `velocities`. */
  readonly momentum?: number;
  /** Whether the gradient is looked at after the momentum's step. */
  readonly nesterov?: boolean;
  /** State, one a variable; starts at zero. */
  readonly velocities?: readonly Variable[] | undefined;
}

/**
 * One step of gradient descent for all variables, in place: `w ← w - ηg`, or with velocities `v ← μv - ηg`, `w ← w + v`
 * (Nesterov: `w ← w + μv - ηg`).
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @see {@link https://keras.io/api/optimizers/sgd/ | keras.optimizers.SGD}
 * @example
 * const w = variable(tensor1d([1, 2]));
 * sgdUpdate([w], [tensor1d([1, -1])], { learningRate: 0.5 });
 * w; // [0.5, 2.5]
 */
export function sgdUpdate(variables: readonly Variable[], gradients: readonly Tensor[], options: SgdOptions): void {
  const { learningRate, momentum = 0, nesterov = false, velocities } = options;
  updateBy(
    "sgd",
    variables,
    gradients,
    { rate: learningRate, momentum, nesterov: Number(nesterov) },
    { velocity: velocities },
  );
}
