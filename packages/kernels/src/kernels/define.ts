import type { KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";

/** The function of a kernel as this package writes it: `inputs` and `attrs` have the types that the kernel's op gives. */
type Compute<I, A> = (inputs: I, attrs: A) => TensorInfo | TensorInfo[];

/**
 * A kernel of the WASM backend, run in a frame of its own.
 *
 * TensorFlow.js types inputs and attributes of all kernels alike and casts in each; the cast is here instead.
 */
export function kernel<I = Record<string, TensorInfo>, A = object>(
  runtime: Runtime,
  kernelName: string,
  compute: Compute<I, A>,
): KernelConfig {
  return {
    kernelName,
    backendName: "wasm",
    kernelFunc: ({ inputs, attrs }) => runtime.frame(() => compute(inputs as I, (attrs ?? {}) as A)),
  };
}
