import type { Variable } from "@hornbeam/core";
import type { Variable as TfVariable } from "@hornbeam/kernels/tfjs";

/** The backend's variables, which kernels change in place. */
export function inPlace(variables: readonly Variable[]): TfVariable[] {
  return variables.map((variable) => variable.value as TfVariable); // what a variable holds is one of the backend's
}

/** Whether kernels can change them: they know float32 alone. */
export function areFloat32(variables: readonly Variable[]): boolean {
  return variables.every(({ value }) => value.dtype === "float32");
}
