import { averageVariables, copyVariables } from "@hornbeam/kernels";
import type { Tensor } from "@hornbeam/kernels/tfjs";
import type { Variable } from "../tensor/variable.ts";
import { inPlace } from "./_in-place.ts";

/** Running averages of weights: `average ← m · average + (1 - m) · weight`, with `m = 0` in the first step. */
export class MovingAverages {
  readonly #averages: ReadonlyMap<Variable, Variable>;

  constructor(averages: ReadonlyMap<Variable, Variable>) {
    this.#averages = averages;
  }

  /** @param iterations Number of steps before this one. */
  update(momentum: number, iterations: Tensor): void {
    averageVariables(inPlace(this.#averages.values()), inPlace(this.#averages.keys()), momentum, iterations);
  }

  /** The average of each weight. */
  get byWeight(): ReadonlyMap<Variable, Variable> {
    return this.#averages;
  }

  /** Gives weights the values of their averages; all of them unless some are named. */
  overwrite(weights: Iterable<Variable> = this.#averages.keys()): void {
    const known = [...weights].filter((weight) => this.#averages.has(weight));
    copyVariables(inPlace(known), inPlace(known.map((weight) => this.#averages.get(weight)!)));
  }
}
