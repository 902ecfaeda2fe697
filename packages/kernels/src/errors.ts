/**
 * Thrown when the kernels cannot run here: WebAssembly SIMD is missing, the binary cannot be loaded, or another version of
 * TensorFlow.js is in the way; or when they have no room for what they are to make: the WASM memory has 4 GiB at most, and one
 * piece of it less than 2 GiB.
 *
 * @example
 * new KernelError("Cannot start the kernels").name; // "KernelError"
 */
export class KernelError extends Error {
  override readonly name = "KernelError";
}
