import { addTensors, clearVariables, divideTensors } from "@hornbeam/kernels";
import type { Tensor } from "@hornbeam/kernels/tfjs";
import type { Variable } from "../tensor/variable.ts";
import { inPlace } from "./_in-place.ts";

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
    const sums = inPlace(variables.map((variable) => this.#sums.get(variable)!));
    addTensors(sums, gradients);
    if ((call + 1) % this.#steps !== 0) return null;
    const means = divideTensors(sums, this.#steps);
    clearVariables(inPlace(this.#sums.values()));
    return means;
  }
}
