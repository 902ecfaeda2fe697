/**
 * Thrown when the kernels cannot run here: WebAssembly SIMD is missing, the binary cannot be loaded, or another version of
 * TensorFlow.js is in the way.
 *
 * @example
 * new KernelError("Cannot start the kernels").name; // "KernelError"
 */
export class KernelError extends Error {
  override readonly name = "KernelError";
}
