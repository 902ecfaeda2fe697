import type { Optimizer, Variable } from "@hornbeam/core";
import type { sgdUpdate } from "@hornbeam/kernels";

/** What kernels change in place. */
type InPlace = Parameters<typeof sgdUpdate>[0][number];

/** The backend's variables, which kernels change in place. */
export function inPlace(variables: readonly Variable[]): InPlace[] {
  return variables.map((variable) => variable.value as InPlace); // what a variable holds is one of the backend's
}

/**
 * Whether the kernels' step stands for that of a class, and not a sub-class has a step of its own: they know float32 alone.
 */
export function fits(
  optimizer: Optimizer,
  { prototype }: { readonly prototype: Optimizer },
  variables: readonly Variable[],
): boolean {
  return optimizer.updateStep === prototype.updateStep && variables.every(({ value }) => value.dtype === "float32");
}
