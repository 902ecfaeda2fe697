import { Unzlib } from "fflate";
import { isUnreadable, unreadable } from "./_unreadable.ts";
import { adler32, fletcher32 } from "./checksum.ts";
import type { Cursor } from "./cursor.ts";

type FilterName = "deflate" | "shuffle" | "fletcher32";

const known = new Map<number, FilterName>([
  [1, "deflate"],
  [2, "shuffle"],
  [3, "fletcher32"],
]);
const others = new Map([
  [4, "szip"],
  [5, "nbit"],
  [6, "scaleoffset"],
  [32000, "lzf"],
]);

/** Filters in the order in which they were applied on writing; each at most once, so that a size bounds them all. */
export type Pipeline = readonly FilterName[];

/** @see HDF5 File Format Specification Version 3.0, "IV.A.2.l. The Data Storage - Filter Pipeline Message" */
export function readPipeline(cursor: Cursor): Pipeline {
  const version = cursor.version(1, 2);
  const count = cursor.u8();
  if (version === 1) cursor.skip(6);
  const pipeline: FilterName[] = [];
  for (let i = 0; i < count; i++) {
    const id = cursor.u16();
    const nameBytes = version === 1 || id >= 256 ? cursor.u16() : 0;
    cursor.skip(2); // flags
    const values = cursor.u16();
    cursor.skip(version === 1 ? (nameBytes + 7) & ~7 : nameBytes);
    cursor.skip(values * 4);
    if (version === 1 && values % 2 === 1) cursor.skip(4);
    const name = known.get(id);
    if (!name) {
      const received = `${id}${others.has(id) ? ` (${others.get(id)})` : ""}`;
      throw unreadable("a filter must be deflate, shuffle or fletcher32, others are not supported", received);
    }
    if (pipeline.includes(name)) throw unreadable("a chunk must not go through the same filter twice", name);
    pipeline.push(name);
  }
  return pipeline;
}

/**
 * Undoes the filters of a chunk of `size` bytes, the last one first.
 *
 * @param mask Bits of the filters that this chunk skipped.
 */
export function decodeChunk(
  stored: Uint8Array,
  pipeline: Pipeline,
  mask: number,
  size: number,
  elementSize: number,
): Uint8Array {
  let bytes = stored;
  for (let i = pipeline.length - 1; i >= 0; i--) {
    if (mask & (1 << i)) continue;
    const guarded = pipeline.slice(0, i).some((name, j) => name === "fletcher32" && (mask & (1 << j)) === 0);
    if (pipeline[i] === "deflate") bytes = inflate(bytes, size + (guarded ? 4 : 0));
    else if (pipeline[i] === "shuffle") bytes = unshuffle(bytes, elementSize);
    else bytes = checked(bytes);
  }
  if (bytes.length !== size) throw unreadable(`a chunk must have ${size} bytes after its filters`, bytes.length);
  return bytes;
}

const piece = 16 * 1024; // of which deflate can make 16 MiB before the size is looked at

function inflate(stored: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  const take = (part: Uint8Array): void => {
    if (length + part.length > size) {
      throw unreadable(`a deflated chunk must not be larger than the ${size} bytes of its shape`, length + part.length);
    }
    out.set(part, length);
    length += part.length;
  };
  try {
    const stream = new Unzlib(take);
    for (let at = 0; at < stored.length; at += piece) {
      stream.push(stored.subarray(at, at + piece), at + piece >= stored.length);
    }
  } catch (error) {
    if (isUnreadable(error)) throw error;
    throw unreadable("a chunk must be a valid deflate stream, it is corrupt", String(error));
  }
  if (length !== size) throw unreadable(`a deflated chunk must have the ${size} bytes of its shape`, length);
  const end = stored.subarray(-4);
  const sum = ((end[0]! << 24) | (end[1]! << 16) | (end[2]! << 8) | end[3]!) >>> 0;
  if (sum !== adler32(out)) throw unreadable(`the checksum of a deflated chunk must be ${adler32(out)}`, sum);
  return out;
}

/** Bytes come sorted by their place in an element: all first bytes, all second bytes, …, then what is left over. */
function unshuffle(bytes: Uint8Array, elementSize: number): Uint8Array {
  const count = Math.floor(bytes.length / elementSize);
  if (elementSize < 2 || count < 2) return bytes;
  const out = bytes.slice();
  for (let part = 0; part < elementSize; part++) {
    const from = part * count;
    for (let i = 0, to = part; i < count; i++, to += elementSize) out[to] = bytes[from + i]!;
  }
  return out;
}

function checked(bytes: Uint8Array): Uint8Array {
  if (bytes.length < 4)
    throw unreadable("a chunk must have the 4 bytes of its checksum, it is truncated", bytes.length);
  const end = bytes.length - 4;
  const sum = (bytes[end]! | (bytes[end + 1]! << 8) | (bytes[end + 2]! << 16) | (bytes[end + 3]! << 24)) >>> 0;
  const body = bytes.subarray(0, end);
  if (fletcher32(body) !== sum) throw unreadable(`the checksum of a chunk must be ${fletcher32(body)}`, sum);
  return body;
}
