import { mul, tidy } from "@hornbeam/kernels/tfjs";
import { OptionError, refusal } from "../errors.ts";
import { hostScalar } from "../recording.ts";
import type { Variable } from "../tensor/variable.ts";

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

  /** `w ← w - w · decay · rate`. */
  apply(variable: Variable, decay: number, learningRate: () => number): void {
    tidy(
      () =>
        void variable.assignSub(
          mul(
            variable.value,
            hostScalar(() => decay * learningRate()),
          ),
        ),
    );
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
