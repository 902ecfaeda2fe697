import type { Tensor, Variable } from "@hornbeam/kernels/tfjs";
import type { NumberInMemory } from "./number-in-memory.ts";
import { updateBy } from "./update-by.ts";

/** Options of {@link rmspropUpdate}. */
export interface RmspropOptions {
  /** Step size. */
  readonly learningRate: NumberInMemory;
  /** Decay of the mean squares, `[0, 1)`. */
  readonly rho: number;
  /** Added under the root. */
  readonly epsilon: number;
  /** Share of the last step that is kept, `[0, 1)`; used with `momenta`. */
  readonly momentum?: number;
  /** Means of the squared gradients, one a variable; start at zero. */
  readonly velocities: readonly Variable[];
  /** Steps to keep, one a variable; start at zero. */
  readonly momenta?: readonly Variable[] | undefined;
  /** Means of the gradients, one a variable, for the centred form; start at zero. */
  readonly averages?: readonly Variable[] | undefined;
}

/**
 * One step of RMSprop for all variables, in place: `v ← ρv + (1 - ρ)g²`, `w ← w - ηg / √(v + ε)`; in the centred form the
 * squared mean gradient is taken off `v` under the root; with momenta `b ← μb + step`, `w ← w - b`.
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @see {@link https://keras.io/api/optimizers/rmsprop/ | keras.optimizers.RMSprop}
 * @example
 * const [w, v] = [variable(scalar(1)), variable(scalar(0))];
 * rmspropUpdate([w], [scalar(3)], { learningRate: 0.5, rho: 0.75, epsilon: 1e-7, velocities: [v] });
 * w; // 0
 */
export function rmspropUpdate(
  variables: readonly Variable[],
  gradients: readonly Tensor[],
  options: RmspropOptions,
): void {
  const { learningRate, rho, epsilon, momentum = 0, velocities, momenta, averages } = options;
  const numbers = { rate: learningRate, rho, rest: 1 - rho, momentum, epsilon };
  updateBy("rmsprop", variables, gradients, numbers, { velocity: velocities, momenta, average: averages });
}
