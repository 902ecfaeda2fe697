import { add, mul, tidy } from "@hornbeam/kernels/tfjs";
import { hostScalar } from "../recording.ts";
import type { Variable } from "../tensor/variable.ts";

/** Running averages of weights: `average ← m · average + (1 - m) · weight`. */
export class MovingAverages {
  readonly #averages: ReadonlyMap<Variable, Variable>;

  constructor(averages: ReadonlyMap<Variable, Variable>) {
    this.#averages = averages;
  }

  update(momentum: () => number): void {
    tidy(() => {
      const [old, rest] = [hostScalar(momentum), hostScalar(() => 1 - momentum())];
      for (const [weight, average] of this.#averages) {
        tidy(() => void average.assign(add(mul(average.value, old), mul(weight.value, rest))));
      }
    });
  }

  /** The average of each weight. */
  get byWeight(): ReadonlyMap<Variable, Variable> {
    return this.#averages;
  }

  /** Gives weights the values of their averages; all of them unless some are named. */
  overwrite(weights: Iterable<Variable> = this.#averages.keys()): void {
    for (const weight of weights) {
      const average = this.#averages.get(weight);
      if (average) weight.assign(average);
    }
  }
}
