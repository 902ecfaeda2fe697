import type { Optimizer, Variable } from "@hornbeam/core";
import type { sgdUpdate } from "@hornbeam/kernels";

/** What kernels change in place. */
type InPlace = Parameters<typeof sgdUpdate>[0][number];

/** The backend's variables, which kernels change in place. */
export function inPlace(variables: readonly Variable[]): InPlace[] {
  return variables.map((variable) => variable.value as InPlace); // what a variable holds is one of the backend's
}

/** Whether an optimizer steps as a class says, and not as a sub-class that has a step of its own. */
export function stepsAs(optimizer: Optimizer, { prototype }: { readonly prototype: Optimizer }): boolean {
  return optimizer.updateStep === prototype.updateStep;
}

/** Whether the kernels' step stands for that of a class: they know float32 alone. */
export function fits(
  optimizer: Optimizer,
  Class: { readonly prototype: Optimizer },
  variables: readonly Variable[],
): boolean {
  return stepsAs(optimizer, Class) && variables.every(({ value }) => value.dtype === "float32");
}
