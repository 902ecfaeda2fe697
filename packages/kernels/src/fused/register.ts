import type { GradConfig, KernelConfig } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";

export function fusedKernels(_: Runtime): KernelConfig[] {
  return [];
}
export function fusedGradients(): GradConfig[] {
  return [];
}
