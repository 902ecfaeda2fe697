import { decayVariables } from "@hornbeam/kernels";
import type { Tensor } from "@hornbeam/kernels/tfjs";
import { OptionError, refusal } from "../errors.ts";
import type { Variable } from "../tensor/variable.ts";
import { inPlace } from "./_in-place.ts";

/** Which weights do not decay. */
export interface DecayExclusion {
  /** The variables themselves. */
  readonly varList?: readonly Variable[] | undefined;
  /** Regular expressions that are searched in the variables' names: `"bias"`, `"^gamma$"`. */
  readonly varNames?: readonly string[] | undefined;
}

/** Decides which weights decay. */
export class WeightDecay {
  readonly #variables: ReadonlySet<Variable>;
  readonly #pattern: RegExp | undefined;

  constructor({ varList = [], varNames = [] }: DecayExclusion = {}) {
    this.#variables = new Set(varList);
    this.#pattern = varNames.length > 0 ? patternOf(varNames) : undefined;
  }

  appliesTo(variable: Variable): boolean {
    return !this.#variables.has(variable) && !this.#pattern?.test(variable.name);
  }

  /** `w ← w - w · decay · rate` for each weight that has a decay. */
  apply(variables: readonly Variable[], decayOf: (variable: Variable) => number | null, learningRate: Tensor): void {
    const decaying = variables.filter((variable) => decayOf(variable) !== null && this.appliesTo(variable));
    if (decaying.length === 0) return;
    const shares = decaying.map((variable) => decayOf(variable)!);
    decayVariables(inPlace(decaying), shares, learningRate);
  }
}

function patternOf(names: readonly string[]): RegExp {
  try {
    return new RegExp(names.join("|"));
  } catch (cause) {
    throw refusal(OptionError, {
      action: "exclude variables from weight decay",
      expected: "`varNames` must be regular expressions",
      received: names,
      cause,
    });
  }
}
