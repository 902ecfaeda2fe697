import type { KernelBackend } from "@hornbeam/kernels/tfjs";
import { CopyingRuntime } from "./copying-runtime.ts";
import { DirectRuntime, memoryOf } from "./direct-runtime.ts";
import { compileModule, instantiate, type Variant } from "./load-module.ts";
import type { Runtime } from "./runtime.ts";
import { joinsVectors, type VectorWidth } from "./vector-width.ts";

/**
 * Puts a build of the kernels to work for a backend: in its own memory if that can be reached and `zeroCopy` is wanted. The width of
 * vectors is tried out, unless it is given.
 */
export async function makeRuntime(
  backend: KernelBackend,
  variant: Variant,
  zeroCopy = true,
  vectorWidth?: VectorWidth,
): Promise<Runtime> {
  const joined = variant === "relaxed" && (vectorWidth === undefined ? joinsVectors() : vectorWidth === 256);
  const settle = async <R extends Runtime>(runtime: R): Promise<R> => {
    if (joined && vectorWidth === undefined) (await import("./compile-joined.ts")).tryWidths(runtime);
    else if (joined) runtime.vectorWidth = 256;
    return runtime;
  };
  const memory = zeroCopy ? memoryOf(backend) : undefined;
  if (!memory) {
    const own = new WebAssembly.Memory({ initial: 32 });
    const module = await instantiate(await compileModule(variant, false, joined), own);
    return settle(new CopyingRuntime(backend, module, own));
  }
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const compiled = await compileModule(variant, shared, joined);
  const module = await instantiate(compiled, memory);
  const runtime = await settle(new DirectRuntime(backend, module, memory));
  if (shared) await runtime.share(compiled, module, memory);
  return runtime;
}
