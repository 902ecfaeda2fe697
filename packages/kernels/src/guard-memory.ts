import { engine } from "@hornbeam/kernels/tfjs";
import type { WasmBackend } from "./direct-runtime.ts";
import { KernelError } from "./errors.ts";

/** For what memory is taken: a tensor of a shape, or the buffers of a program. */
export type Purpose = readonly number[] | "program";

/** Kernels count the bytes of a tensor or of their scratch in 32 bits with a sign; a program has buffers wherever addresses go. */
const mostOf = (purpose: Purpose | undefined): number => (purpose === "program" ? 2 ** 32 : 2 ** 31);

/**
 * Lets the backend's `_malloc` throw where there is no room. Stock `malloc` then gives 0, to which all that comes would write; takes
 * the number of bytes modulo 4 GiB; and takes a free piece for large enough from which so many bytes go beyond 4 GiB, where addresses
 * begin anew: such a piece is kept until a right one is found.
 */
export function guardMemory({ wasm }: WasmBackend): void {
  wasm._free(wasm._malloc(1)); // Emscripten puts the function itself in its place when it is called first
  const malloc = wasm._malloc.bind(wasm);
  const isBeyond = (address: number, bytes: number) => address !== 0 && address + bytes > wasm.HEAPU8.length;
  wasm._malloc = (bytes, purpose) => {
    let address = bytes < mostOf(purpose) ? malloc(bytes) >>> 0 : 0; // unsigned: addresses go up to 4 GiB
    if (isBeyond(address, bytes)) {
      const wrong: number[] = [];
      for (; isBeyond(address, bytes); address = malloc(bytes) >>> 0) wrong.push(address);
      for (const piece of wrong) wasm._free(piece);
    }
    if (address === 0 && bytes > 0) throw noRoom(bytes, wasm.HEAPU8.length, purpose);
    return address;
  };
}

/** The error of `bytes` for which a memory of so many has no room. */
export function noRoom(bytes: number, memory: number, purpose?: Purpose): KernelError {
  const what =
    purpose === undefined
      ? "take memory"
      : purpose === "program"
        ? "take memory for a program"
        : `make a tensor of shape [${purpose.join(", ")}]`;
  const most = mostOf(purpose);
  if (bytes >= most)
    return new KernelError(
      `Cannot ${what}: one piece must have less than ${mebibytes(most)}, received ${mebibytes(bytes)}\nWork on parts of it, one after the other.`,
    );
  return new KernelError(
    `Cannot ${what}: the WASM memory must have ${mebibytes(bytes)} left in one piece, received ${mebibytes(memory)} with ` +
      `${engine().state.numTensors} tensors in it\nDispose of tensors that are not needed, or work on smaller batches.`,
  );
}

function mebibytes(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
