import { sub, type Tensor, tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { stepPower } from "./bias-correction.ts";
import { updateInPlace } from "./in-place.ts";
import { inMemory, type NumberInMemory } from "./number-in-memory.ts";
import { addSums, sumsOf } from "./sums.ts";

/** Options of {@link lambUpdate}. */
export interface LambOptions {
  /** Step size. */
  readonly learningRate: NumberInMemory;
  /** Decay of the means, `[0, 1)`. */
  readonly beta1: number;
  /** Decay of the mean squares, `[0, 1)`. */
  readonly beta2: number;
  /** Added to the root of the mean squares. */
  readonly epsilon: number;
  /** Number of steps before this one, int32; the step is number t = iterations + 1. */
  readonly iterations: NumberInMemory;
  /** Means of the gradients, one a variable; start at zero. */
  readonly momentums: readonly Variable[];
  /** Means of the squared gradients, one a variable; start at zero. */
  readonly velocities: readonly Variable[];
}

/**
 * One step of Lamb for all variables, in place, in one call of the kernels: the step `u` of Adam, by parts corrected for the start,
 * is made as long as the variable, `w ← w - η ‖w‖ / ‖u‖ · u`; where a norm is 0, `w ← w - ηu`.
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @see {@link https://keras.io/api/optimizers/lamb/ | keras.optimizers.Lamb}
 * @see {@link https://arxiv.org/abs/1904.00962 | You et al., 2019}
 * @example
 * const [w, m, v] = [variable(scalar(4)), variable(scalar(0)), variable(scalar(0))];
 * lambUpdate([w], [scalar(3)], { learningRate: 0.5, beta1: 0.5, beta2: 0.75, epsilon: 0, iterations: 0, momentums: [m], velocities: [v] });
 * w; // 2
 */
export function lambUpdate(variables: readonly Variable[], gradients: readonly Tensor[], options: LambOptions): void {
  const { learningRate, beta1, beta2, epsilon, iterations, momentums, velocities } = options;
  const moments = { rest1: 1 - beta1, rest2: 1 - beta2 };
  tidy(() => {
    const rate = inMemory(learningRate);
    const complements = [beta1, beta2].map((beta) => sub<Tensor>(1, stepPower(beta, iterations)));
    updateInPlace("update by Lamb", variables, gradients, [momentums, velocities], (runtime, target) => {
      const { size, w, g } = target;
      const [m, v] = target.slots as [number, number];
      const sums = sumsOf(runtime, size, 2);
      const { parts, address } = sums;
      const [complement1, complement2] = complements.map((one) => runtime.input(one)) as [number, number];
      const end = { epsilon, complement1, complement2 };
      runtime.run("lambMoments", parts, { size, parts, ...moments, ...end, w, g, m, v, sums: address });
      const squares = addSums(runtime, sums, 2);
      runtime.run("lamb", size, { rate: runtime.input(rate), ...end, w, m, v, squares });
    });
  });
}
