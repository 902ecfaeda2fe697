import type { Tensor, Variable } from "@hornbeam/kernels/tfjs";
import { type HostNumber, hostNumber, numberOf } from "../recording/host-number.ts";
import { updateInPlace } from "./in-place.ts";

/** Options of {@link sgdUpdate}. */
export interface SgdOptions {
  /** Step size; a function is asked anew with each replay of a recorded step. */
  readonly learningRate: HostNumber | number;
  /** Share of the last step that is kept, `[0, 1)`; needs `velocities`. */
  readonly momentum?: number;
  /** Whether the gradient is looked at after the momentum's step. */
  readonly nesterov?: boolean;
  /** State, one a variable; starts at zero. */
  readonly velocities?: readonly Variable[];
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
  const rate = hostNumber(() => numberOf(learningRate), [learningRate]);
  updateInPlace(
    "update by gradient descent",
    variables,
    gradients,
    velocities ? [velocities] : [],
    (runtime, size, [w, g, velocity = 0]) => {
      runtime.run("sgd", size, { rate, momentum, nesterov: Number(nesterov), w: w!, g: g!, velocity });
    },
  );
}
