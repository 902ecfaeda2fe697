import { engine } from "@hornbeam/kernels/tfjs";
import type { WasmBackend } from "./direct-runtime.ts";
import { KernelError } from "./errors.ts";

/** Addresses have 32 bits, and the allocator gives no piece of half of them or more: it would take a larger number for the rest of it. */
const most = 2 ** 31;

/**
 * Lets the backend's `_malloc` throw where it would give 0, which all that comes then would write to, and where it would give a
 * piece of another size, since a number of bytes is cut to 32 bits on its way. `shape` is that of the tensor for which memory is taken.
 */
export function guardMemory({ wasm }: WasmBackend): void {
  wasm._free(wasm._malloc(1)); // Emscripten puts the function itself in its place when it is called first
  const malloc = wasm._malloc.bind(wasm);
  wasm._malloc = (bytes, shape) => {
    const address = bytes < most ? malloc(bytes) : 0;
    if (address === 0 && bytes > 0) throw noRoom(bytes, wasm.HEAPU8.length, shape);
    return address >>> 0; // unsigned: addresses go up to 4 GiB
  };
}

/** The error of `bytes` for which a memory of so many has no room. */
export function noRoom(bytes: number, memory: number, shape?: readonly number[]): KernelError {
  const what = shape ? `make a tensor of shape [${shape.join(", ")}]` : "take memory";
  if (bytes >= most)
    return new KernelError(
      `Cannot ${what}: one piece must have less than 2048 MiB, received ${mebibytes(bytes)}\nWork on parts of it, one after the other.`,
    );
  return new KernelError(
    `Cannot ${what}: the WASM memory must have ${mebibytes(bytes)} left in one piece, received ${mebibytes(memory)} with ` +
      `${engine().state.numTensors} tensors in it\nDispose of tensors that are not needed, or work on smaller batches.`,
  );
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
