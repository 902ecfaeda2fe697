import { add, div, type Tensor, tidy, zerosLike } from "@hornbeam/kernels/tfjs";
import type { Variable } from "../tensor/variable.ts";

/** Sums of gradients over several calls, one step at the last of them. */
export class GradientAccumulator {
  readonly #sums: ReadonlyMap<Variable, Variable>;
  readonly #steps: number;

  constructor(sums: ReadonlyMap<Variable, Variable>, steps: number) {
    this.#sums = sums;
    this.#steps = steps;
  }

  /** Takes the gradients of a call; gives the mean over the calls where this is the last one, and starts afresh. */
  add(gradients: readonly Tensor[], variables: readonly Variable[], call: number): readonly Tensor[] | null {
    const sums = variables.map((variable) => this.#sums.get(variable)!);
    if ((call + 1) % this.#steps !== 0) {
      sums.forEach((sum, i) => {
        sum.assignAdd(gradients[i]!);
      });
      return null;
    }
    const means = gradients.map((gradient, i) => div(add(gradient, sums[i]!.value), this.#steps));
    for (const sum of this.#sums.values()) tidy(() => void sum.assign(zerosLike(sum.value)));
    return means;
  }
}
