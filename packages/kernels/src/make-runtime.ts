import type { KernelBackend } from "@hornbeam/kernels/tfjs";
import { CopyingRuntime } from "./copying-runtime.ts";
import { DirectRuntime, memoryOf } from "./direct-runtime.ts";
import { compileModule, instantiate, type Variant } from "./load-module.ts";
import type { Runtime } from "./runtime.ts";

/** Puts a build of the kernels to work for a backend: in its own memory if that can be reached and `zeroCopy` is wanted. */
export async function makeRuntime(backend: KernelBackend, variant: Variant, zeroCopy = true): Promise<Runtime> {
  const memory = zeroCopy ? memoryOf(backend) : undefined;
  if (!memory) {
    const own = new WebAssembly.Memory({ initial: 32 });
    return new CopyingRuntime(backend, await instantiate(await compileModule(variant), own), own);
  }
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const compiled = await compileModule(variant, shared);
  const module = await instantiate(compiled, memory);
  const runtime = new DirectRuntime(backend, module, memory);
  if (shared) await runtime.share(compiled, module, memory);
  return runtime;
}
