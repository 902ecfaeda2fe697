import type { KernelBackend, KernelConfig } from "@tensorflow/tfjs-core";

export * from "@tensorflow/tfjs-core";

/** Internal: the stock kernels of the WASM backend, not yet registered. */
export const _backendKernels: readonly KernelConfig[];
/** Internal: makes the WASM backend of its compiled binary; `copyInto` writes values to its memory. */
export function _createBackend(
  module: WebAssembly.Module,
  copyInto: (memory: Uint8Array, bytes: Uint8Array, address: number) => void,
): Promise<KernelBackend>;
