import { type Tensor, tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { correctedRate } from "./bias-correction.ts";
import type { NumberInMemory } from "./number-in-memory.ts";
import { updateBy } from "./update-by.ts";

/** Options of {@link adamUpdate}. */
export interface AdamOptions {
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
  /** The largest of those means so far, one a variable, to step by in their place (AMSGrad); start at zero. */
  readonly largestVelocities?: readonly Variable[] | undefined;
}

/**
 * One step of Adam for all variables, in place: `m ← m + (g - m)(1 - β₁)`, `v ← v + (g² - v)(1 - β₂)`,
 * `w ← w - η √(1 - β₂ᵗ) / (1 - β₁ᵗ) · m / (√v + ε)`, with the largest `v` so far where those are given.
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @see {@link https://keras.io/api/optimizers/adam/ | keras.optimizers.Adam}
 * @see {@link https://arxiv.org/abs/1412.6980 | Kingma and Ba, 2014}, the form before section 2.1
 * @example
 * const [w, m, v] = [variable(scalar(1)), variable(scalar(0)), variable(scalar(0))];
 * adamUpdate([w], [scalar(3)], { learningRate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, iterations: 0, momentums: [m], velocities: [v] });
 * w; // 0.5
 */
export function adamUpdate(variables: readonly Variable[], gradients: readonly Tensor[], options: AdamOptions): void {
  const { learningRate, beta1, beta2, epsilon, iterations, momentums, velocities, largestVelocities } = options;
  const slots = { m: momentums, v: velocities, largest: largestVelocities };
  tidy(() => {
    const rate = correctedRate(learningRate, beta1, beta2, iterations);
    updateBy("adam", variables, gradients, { rate, rest1: 1 - beta1, rest2: 1 - beta2, epsilon }, slots);
  });
}
