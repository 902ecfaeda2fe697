import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from "@hornbeam/kernels/tfjs";
import { convolutionKernels } from "./kernels/conv2d.ts";
import { matMulKernels } from "./kernels/mat-mul.ts";
import { segmentSumKernels } from "./kernels/segment-sum.ts";
import type { Runtime } from "./runtime.ts";

/** All kernels of this package, on a runtime. */
export function trainingKernels(runtime: Runtime): KernelConfig[] {
  return [matMulKernels, convolutionKernels, segmentSumKernels].flatMap((make) => make(runtime));
}

/** Registers kernels in place of those of the same name, without the warning that TensorFlow.js prints. */
export function replaceKernels(kernels: readonly KernelConfig[]): void {
  for (const kernel of kernels) {
    if (getKernel(kernel.kernelName, kernel.backendName)) unregisterKernel(kernel.kernelName, kernel.backendName);
    registerKernel(kernel);
  }
}
