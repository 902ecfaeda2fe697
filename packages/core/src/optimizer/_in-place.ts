import type { Variable as TfVariable } from "@hornbeam/kernels/tfjs";
import type { Variable } from "../tensor/variable.ts";

/** The backend's variables, which kernels change in place. */
export function inPlace(variables: Iterable<Variable>): TfVariable[] {
  return [...variables].map((variable) => variable.value as TfVariable); // what a variable holds is one of the backend's
}
