import type { Tensor, Variable as TfVariable } from "@hornbeam/kernels/tfjs";
import type { Variable } from "../tensor/variable.ts";
import { inPlace } from "./_in-place.ts";
import type { Slots } from "./slots.ts";

/** What a step of all weights at once works on. */
export class Together {
  readonly variables: readonly Variable[];
  /** Of the variables' shapes; clipped and unscaled. */
  readonly gradients: readonly Tensor[];
  /** One number, `[]`. */
  readonly learningRate: Tensor;
  readonly #slotsOf: (variable: Variable) => Slots;

  constructor(
    variables: readonly Variable[],
    gradients: readonly Tensor[],
    learningRate: Tensor,
    slotsOf: (variable: Variable) => Slots,
  ) {
    this.variables = variables;
    this.gradients = gradients;
    this.learningRate = learningRate;
    this.#slotsOf = slotsOf;
  }

  /** The variables' values, which kernels change in place. */
  get weights(): readonly TfVariable[] {
    return inPlace(this.variables);
  }
  /** One slot of each variable, likewise. */
  slot(name: string): readonly TfVariable[] {
    return this.beside((variable) => this.#slotsOf(variable)[name]!);
  }
  /** What stands beside each variable, likewise. */
  beside(of: (variable: Variable) => Variable): readonly TfVariable[] {
    return inPlace(this.variables.map(of));
  }
  /** The same for some of the variables. */
  only(isWanted: (variable: Variable) => boolean): Together {
    const wanted = this.variables.map(isWanted);
    const variables = this.variables.filter((_, i) => wanted[i]);
    const gradients = this.gradients.filter((_, i) => wanted[i]);
    return new Together(variables, gradients, this.learningRate, this.#slotsOf);
  }
}
