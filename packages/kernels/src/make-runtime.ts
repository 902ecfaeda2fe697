import type { KernelBackend } from "@hornbeam/kernels/tfjs";
import { CopyingRuntime } from "./copying-runtime.ts";
import { DirectRuntime, memoryOf } from "./direct-runtime.ts";
import { instantiate } from "./load-module.ts";
import type { Runtime } from "./runtime.ts";

/** Puts compiled kernels to work for a backend: in its own memory if that can be reached and `zeroCopy` is wanted. */
export async function makeRuntime(
  backend: KernelBackend,
  module: WebAssembly.Module,
  zeroCopy = true,
): Promise<Runtime> {
  const memory = zeroCopy ? memoryOf(backend) : undefined;
  if (memory) return new DirectRuntime(backend, await instantiate(module, memory), memory);
  const own = new WebAssembly.Memory({ initial: 32 });
  return new CopyingRuntime(backend, await instantiate(module, own), own);
}
