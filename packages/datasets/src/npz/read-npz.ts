import { ConfigError, type NDArray, OptionError, refusal } from "@hornbeam/core";
import { holdsObjects, npyArray, splitNpy } from "@hornbeam/core/npy";
import { inflate, largestRatio } from "../_inflate.ts";
import { checkOptions } from "../_options.ts";
import type { PickleValue } from "../pickle/_values.ts";
import { runPickle } from "../pickle/read-pickle.ts";
import { crc32 } from "./_crc32.ts";
import { refuseTo } from "./_refuse-to.ts";
import { type ZipMember, zipMembers } from "./_zip-directory.ts";

/** Numbers, or a list of what NumPy calls objects. */
export type NpzArray = NDArray | PickleValue[];

export interface ReadNpzOptions {
  /** Name of the file, for errors. */
  readonly name?: string | undefined;
  /** Most bytes that the arrays may take in all; 1 GiB unless given. */
  readonly maxBytes?: number | undefined;
  /** Stops the reading. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The arrays of a NumPy archive (`np.savez`, `np.savez_compressed`) by their names, in the order of the file.
 *
 * What the file declares is checked against what it stores before anything is allocated. An array of objects, which is a
 * pickle, comes out as a list, if `readPickle` can read it: word indices of texts, say.
 *
 * @throws {ConfigError} when the file is damaged, or holds what is not supported.
 * @see {@link https://numpy.org/doc/stable/reference/generated/numpy.savez.html | numpy.savez}
 * @example
 * const arrays = await readNpz(bytes);
 * const xTrain = arrays.get("x_train");
 */
export async function readNpz(bytes: Uint8Array, options: ReadNpzOptions = {}): Promise<Map<string, NpzArray>> {
  checkOptions("read npz", options, ["name", "maxBytes", "signal"]);
  const { name, maxBytes = 2 ** 30, signal } = options;
  const file = name === undefined ? "npz" : `npz ${JSON.stringify(name)}`;
  if (!(bytes instanceof Uint8Array)) {
    throw refusal(OptionError, { action: `read ${file}`, expected: "it must be a Uint8Array", received: bytes });
  }
  signal?.throwIfAborted();
  const members = zipMembers(plain(bytes), `read ${file}`);
  checkSizes(members, maxBytes, file);
  const arrays = new Map<string, NpzArray>();
  for (const member of members) {
    const action = `read ${JSON.stringify(member.name)} in ${file}`;
    if (!member.name.endsWith(".npy")) {
      throw refusal(ConfigError, { action, expected: "the members of an npz must be .npy files" });
    }
    arrays.set(member.name.slice(0, -4), npzArray(await contentOf(member, action, signal), action));
  }
  return arrays;
}

function npzArray(bytes: Uint8Array<ArrayBuffer>, action: string): NpzArray {
  const refuse = refuseTo(action);
  const parts = splitNpy(bytes, refuse);
  const { header, data } = parts;
  if (!holdsObjects(header)) return npyArray(parts, refuse);
  const list = runPickle(data, refuse);
  const { shape } = header;
  if (Array.isArray(list) && shape.length === 1 && shape[0] === list.length) return list;
  throw refuse("its pickle must hold as many objects as its shape says", { receivedAs: "shape", received: shape });
}

/** The same bytes neither as a Buffer, whose `slice` shares memory, nor over shared memory, which streams refuse. */
function plain(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteOffset, length } = bytes;
  return buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
}

function checkSizes(members: readonly ZipMember[], maxBytes: number, file: string): void {
  let total = 0;
  for (const { name, stored, deflated, size } of members) {
    const action = `read ${JSON.stringify(name)} in ${file}`;
    const most = deflated ? stored.length * largestRatio : stored.length;
    if (size > most || (!deflated && size < most)) {
      const expected = `its ${stored.length} stored bytes must be able to hold the bytes it declares`;
      throw refusal(ConfigError, { action, expected, received: size });
    }
    total += size;
    if (total > maxBytes) {
      const expected = `arrays must not be larger than the limit of ${maxBytes} bytes in all`;
      throw refusal(ConfigError, {
        action,
        expected,
        received: total,
        hint: "Raise `maxBytes` if you trust the file.",
      });
    }
  }
}

async function contentOf(
  member: ZipMember,
  action: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const { stored, deflated, size, crc } = member;
  const content = deflated ? await inflate(stored, { format: "deflate-raw", size, action, signal }) : stored.slice();
  const received = crc32(content);
  if (received === crc) return content;
  throw refusal(ConfigError, { action, expected: `its CRC-32 checksum must be ${hex(crc)}`, received: hex(received) });
}

function hex(number: number): string {
  return number.toString(16).padStart(8, "0");
}
