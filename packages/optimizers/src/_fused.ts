import type { Variable } from "@hornbeam/core";
import type { sgdUpdate } from "@hornbeam/kernels";

/** What kernels change in place. */
type InPlace = Parameters<typeof sgdUpdate>[0][number];

/** The backend's variables, which kernels change in place. */
export function inPlace(variables: readonly Variable[]): InPlace[] {
  return variables.map((variable) => variable.value as InPlace); // what a variable holds is one of the backend's
}

/** Whether kernels can change them: they know float32 alone. */
export function areFloat32(variables: readonly Variable[]): boolean {
  return variables.every(({ value }) => value.dtype === "float32");
}
