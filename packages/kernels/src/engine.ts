import { engine, version_core } from "@hornbeam/kernels/tfjs";
import { KernelError } from "./errors.ts";

/** What the bundled TensorFlow.js and its backend ask of an engine; the last two came with 3.21. */
const needed = [
  "runKernel",
  "startScope",
  "endScope",
  "tidy",
  "keep",
  "gradients",
  "customGrad",
  "makeTensor",
  "makeVariable",
  "setBackend",
  "registerBackend",
  "removeBackend",
  "makeTensorFromTensorInfo",
  "removeDataId",
];

/**
 * Checks that the engine on the global object is one that this package can share.
 *
 * Every copy of TensorFlow.js uses the engine, the kernels and the gradients that it finds on the global object, so tensors of
 * one copy work in the other, and a second copy costs its download, nothing else. The copy that was loaded first brings the
 * engine. Engines before 3.21 ask other things of a backend; computing on one would fail somewhere deep, so it is refused.
 *
 * @throws {KernelError} when the engine is of another kind.
 */
export function checkEngine(found: object = engine()): void {
  const missing = needed.filter((name) => typeof (found as Record<string, unknown>)[name] !== "function");
  if (missing.length === 0) return;
  const { tf } = globalThis as { tf?: { version?: Record<string, string>; version_core?: string } }; // of a script tag
  const version = tf?.version?.["tfjs-core"] ?? tf?.version_core;
  throw new KernelError(
    `Cannot start the kernels: another TensorFlow.js on the page must be 3.21.0 or newer to be shared by the ${version_core} inside, ` +
      `received ${version ?? "an older one"} without engine().${missing[0]}\nUpdate it to ${version_core}, or load it after these kernels.`,
  );
}
