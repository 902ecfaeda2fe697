import { tidy, type Variable } from "@hornbeam/kernels/tfjs";
import { updateInPlace } from "./in-place.ts";
import { inMemory, type NumberInMemory } from "./number-in-memory.ts";

/**
 * Takes its share, times the learning rate, from each variable, in place, in one call of the kernels: `w ← w - w · share · rate`.
 *
 * @throws {KernelError} when the lists differ in length, or a variable is not float32.
 * @example
 * const w = variable(tensor1d([4, 8]));
 * decayVariables([w], [0.5], 0.5);
 * w; // [3, 6]
 */
export function decayVariables(
  variables: readonly Variable[],
  shares: readonly number[],
  learningRate: NumberInMemory,
): void {
  tidy(() => {
    const rate = inMemory(learningRate);
    updateInPlace("decay weights", variables, variables, [], (runtime, { index, size, w }) =>
      runtime.run("decay", size, { share: shares[index]!, rate: runtime.input(rate), w }),
    );
  });
}

/**
 * Moves running averages towards variables, in place, in one call of the kernels: `a ← m · a + (1 - m) · w`, with m = 0 in the first step.
 *
 * @param iterations Number of steps before this one, int32.
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @example
 * const [average, w] = [variable(tensor1d([0, 4])), variable(tensor1d([4, 8]))];
 * averageVariables([average], [w], 0.75, 1);
 * average; // [1, 5]
 */
export function averageVariables(
  averages: readonly Variable[],
  variables: readonly Variable[],
  momentum: number,
  iterations: NumberInMemory,
): void {
  tidy(() => {
    const count = inMemory(iterations, "int32");
    updateInPlace("average weights", averages, variables, [], (runtime, { size, w: mean, g: w }) =>
      runtime.run("average", size, { momentum, count: runtime.input(count), w, mean }),
    );
  });
}

/**
 * Gives variables the values of others, in place, in one call of the kernels.
 *
 * @throws {KernelError} when lists, shapes or types do not fit.
 * @example
 * const [w, average] = [variable(tensor1d([4, 8])), variable(tensor1d([1, 5]))];
 * copyVariables([w], [average]);
 * w; // [1, 5]
 */
export function copyVariables(variables: readonly Variable[], sources: readonly Variable[]): void {
  updateInPlace("copy weights", variables, sources, [], (runtime, { size, w, g }) =>
    runtime.run("copy", 4 * size, { x: g, y: w }),
  );
}

/**
 * Sets variables to zero, in place, in one call of the kernels.
 *
 * @throws {KernelError} when a variable is not float32.
 * @example
 * const sum = variable(tensor1d([4, 8]));
 * clearVariables([sum]);
 * sum; // [0, 0]
 */
export function clearVariables(variables: readonly Variable[]): void {
  updateInPlace("clear sums", variables, variables, [], (runtime, { size, w }) =>
    runtime.run("fill", size, { value: 0, size: 4, y: w }),
  );
}
