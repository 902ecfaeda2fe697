import { engine, version_core } from "@hornbeam/kernels/tfjs";
import { KernelError } from "./errors.ts";

/** What the bundled TensorFlow.js calls on the engine, which may belong to a copy that was loaded before it. */
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
];

/**
 * Checks that the engine on the global object is one that this package can share.
 *
 * Every copy of TensorFlow.js from 3.0 on uses the engine, the kernels and the gradients it finds on the global object, so
 * tensors of one copy work in the other: a second copy costs its download, nothing else. Engines before 3.0 take other
 * arguments; computing on one would fail somewhere deep, so it is refused here.
 *
 * @throws {KernelError} when the engine is of another kind.
 */
export function checkEngine(found: object | undefined = engine()): void {
  const methods = found as Record<string, unknown> | undefined;
  const missing = needed.filter((name) => typeof methods?.[name] !== "function");
  // before 3.0 runKernel took the tensors to save as well
  const old = missing.length === 0 && (methods!["runKernel"] as (...a: unknown[]) => unknown).length !== 3;
  if (missing.length === 0 && !old) return;
  const { tf } = globalThis as { tf?: { version?: Record<string, string>; version_core?: string } };
  const version = tf?.version?.["tfjs-core"] ?? tf?.version_core ?? "of an unknown version";
  throw new KernelError(
    `Cannot start the kernels: TensorFlow.js ${version_core} must find no other or one from 3.0 on, received TensorFlow.js ${version} that was loaded before\n` +
      `Load ${version_core} of @tensorflow/tfjs-core in its place.`,
  );
}
