import { ConfigError, NDArray, refusal } from "@hornbeam/core";
import { inflate } from "../_inflate.ts";

const unsignedBytes = 8;

/** The array of bytes in a gzipped IDX file: two zeros, the type, the number of axes, their sizes, the data. */
export async function readIdx(
  file: Uint8Array<ArrayBuffer>,
  { action, rank, signal }: { action: string; rank: number; signal?: AbortSignal | undefined },
): Promise<NDArray> {
  const bytes = await inflated(file, action, signal);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = 4 + 4 * rank;
  const magic = bytes.length >= start ? view.getUint32(0) : undefined;
  if (magic !== ((unsignedBytes << 8) | rank)) {
    throw refusal(ConfigError, {
      action,
      expected: `it must be an IDX file of bytes with ${rank} axes`,
      received: magic,
    });
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length - start !== size) {
    const expected = `it must hold the ${size} bytes that its shape says`;
    throw refusal(ConfigError, { action, expected, received: bytes.length - start });
  }
  return new NDArray(bytes.slice(start), shape, "uint8");
}

async function inflated(
  file: Uint8Array<ArrayBuffer>,
  action: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  // some servers send a .gz as an encoding, which fetch undoes
  if (file[0] === 0 && file[1] === 0) return file;
  if (file.length < 18)
    throw refusal(ConfigError, { action, expected: "it must be a gzip file", received: file.length });
  const size = new DataView(file.buffer, file.byteOffset + file.length - 4, 4).getUint32(0, true);
  return inflate(file, { format: "gzip", size, action, signal });
}
