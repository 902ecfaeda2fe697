import type { KernelBackend } from "@hornbeam/kernels/tfjs";
import { CopyingRuntime } from "./copying-runtime.ts";
import { DirectRuntime, memoryOf } from "./direct-runtime.ts";
import { compileModule, instantiate, type Variant } from "./load-module.ts";
import type { Runtime } from "./runtime.ts";
import { joinsVectors, type VectorWidth } from "./vector-width.ts";

/**
 * Puts a build of the kernels to work for a backend: in its own memory if that can be reached and `zeroCopy` is wanted. Which
 * width of vectors is the faster is tried out where the engine has two, unless it is to be 128.
 */
export async function makeRuntime(
  backend: KernelBackend,
  variant: Variant,
  zeroCopy = true,
  vectorWidth?: VectorWidth,
): Promise<Runtime> {
  const joined = variant === "relaxed" && vectorWidth !== 128 && joinsVectors();
  const widened = async <R extends Runtime>(runtime: R): Promise<R> => {
    if (joined) (await import("./compile-joined.ts")).tryWidths(runtime);
    return runtime;
  };
  const memory = zeroCopy ? memoryOf(backend) : undefined;
  if (!memory) {
    const own = new WebAssembly.Memory({ initial: 32 });
    const module = await instantiate(await compileModule(variant, false, joined), own);
    return widened(new CopyingRuntime(backend, module, own));
  }
  const shared = !(memory.buffer instanceof ArrayBuffer);
  const compiled = await compileModule(variant, shared, joined);
  const module = await instantiate(compiled, memory);
  const runtime = await widened(new DirectRuntime(backend, module, memory));
  if (shared) await runtime.share(compiled, module, memory);
  return runtime;
}
