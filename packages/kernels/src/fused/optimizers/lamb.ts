import type { Tensor, Variable } from "@hornbeam/kernels/tfjs";
import { type HostNumber, hostNumber, numberOf } from "../../recording/host-number.ts";
import { powerComplement } from "./bias-correction.ts";
import { updateInPlace } from "./in-place.ts";
import { addSums, sumsOf } from "./sums.ts";
import { resolved } from "./update-by.ts";

/** Options of {@link lambUpdate}. */
export interface LambOptions {
  /** Step size; a function is asked anew with each replay of a recorded step. */
  readonly learningRate: HostNumber | number;
  /** Decay of the means, `[0, 1)`. */
  readonly beta1: number;
  /** Decay of the mean squares, `[0, 1)`. */
  readonly beta2: number;
  /** Added to the root of the mean squares. */
  readonly epsilon: number;
  /** Number of this step, from 1 on; likewise. */
  readonly step: HostNumber | number;
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
 * lambUpdate([w], [scalar(3)], { learningRate: 0.5, beta1: 0.5, beta2: 0.75, epsilon: 0, step: 1, momentums: [m], velocities: [v] });
 * w; // 2
 */
export function lambUpdate(variables: readonly Variable[], gradients: readonly Tensor[], options: LambOptions): void {
  const { learningRate, beta1, beta2, epsilon, step, momentums, velocities } = options;
  const complement = (beta: number) => hostNumber(() => powerComplement(beta, numberOf(step)), [step]);
  const { rate } = resolved({ rate: learningRate });
  const moments = { rest1: 1 - beta1, rest2: 1 - beta2 };
  const end = { epsilon, complement1: complement(beta1), complement2: complement(beta2) };
  updateInPlace("update by Lamb", variables, gradients, [momentums, velocities], (runtime, target) => {
    const { size, w, g } = target;
    const [m, v] = target.slots as [number, number];
    const sums = sumsOf(runtime, size, 2);
    const { parts, address } = sums;
    runtime.run("lambMoments", parts, { size, parts, ...moments, ...end, w, g, m, v, sums: address });
    runtime.run("lamb", size, { rate, ...end, w, m, v, squares: addSums(runtime, sums, 2) });
  });
}
