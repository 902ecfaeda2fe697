/** Bytes below which a copy of any kind takes no time worth a second one. */
const little = 512;

/** Where bytes wait that do not lie as their target does. */
let aside: Uint8Array | undefined;
const room = 1 << 15;

/**
 * Copies bytes to an address of the memory.
 *
 * Engines copy into shared memory word by word, and byte by byte, ten times slower, where one side starts at a multiple of 8 and
 * the other does not: a view of every second row of 13 floats. Such bytes go by way of a buffer that lies as the target does.
 */
export function copyInto(memory: Uint8Array, bytes: Uint8Array, address: number): void {
  if (bytes.length < little || ((bytes.byteOffset ^ address) & 7) === 0 || memory.buffer instanceof ArrayBuffer) {
    memory.set(bytes, address);
    return;
  }
  aside ??= new Uint8Array(room + 8);
  const first = address & 7;
  for (let at = 0; at < bytes.length; at += room) {
    const length = Math.min(room, bytes.length - at);
    aside.set(bytes.subarray(at, at + length), first);
    memory.set(aside.subarray(first, first + length), address + at);
  }
}
