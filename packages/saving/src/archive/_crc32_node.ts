type Sum = (bytes: Uint8Array, before?: number) => number;

/** The checksum as Node has it, many times faster than any here; undefined elsewhere. */
export function nodeCrc32(): Sum | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  return (process?.getBuiltinModule?.("node:zlib") as { crc32?: Sum } | undefined)?.crc32;
}
