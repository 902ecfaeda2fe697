import { KernelError } from "../errors.ts";

const memorySection = 5;
const bounded = 1;
const boundedAndShared = 3;

/**
 * Makes the memory that a WASM binary defines a shared one: changes the byte that says what limits it has. Code without atomic
 * instructions runs on it as before. `bytes` is changed, and given back.
 *
 * @throws {KernelError} when the binary defines no memory with an upper limit.
 */
export function shareMemory(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0, byte = 128; byte >= 128 && at < bytes.length; shift += 7) {
      byte = bytes[at++]!;
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  };
  while (at < bytes.length) {
    const id = bytes[at++];
    const size = number();
    if (id === memorySection) {
      number(); // how many memories
      if (bytes[at] === bounded) bytes[at] = boundedAndShared;
      if (bytes[at] === boundedAndShared) return bytes;
      break;
    }
    at += size;
  }
  throw new KernelError("Cannot share the memory: the backend's WASM binary must define one with an upper limit");
}
