import { Inflate } from "fflate";
import { isUnreadable, unreadable, within } from "../hdf5/_unreadable.ts";
import { type Entry, memberName, readCentralDirectory } from "./central-directory.ts";
import { crc32 } from "./crc32.ts";

/** A member of an archive: its bytes are looked at when `read` is called. */
export interface Member {
  readonly name: string;
  readonly size: number;
  /** The bytes, checked against their checksum; a view of the archive's where they are not compressed. */
  read(): Uint8Array;
}

const MiB = 2 ** 20;
const localBytes = 30;
/** Deflate cannot do better, but for the few bytes of a short stream. */
const bestRatio = 1032;
/** Members that unpack to more than this must not be more than `largestRatio` times larger than what they store. */
const freeSize = 16 * MiB;
const largestRatio = 100;

/**
 * Opens a zip archive of which the bytes are at hand.
 *
 * Nothing in it is trusted: the central directory and the members' own headers must agree, members must not overlap,
 * share a name, be encrypted, be links or lie outside the archive, and none may unpack to more than a file of Keras' would.
 *
 * @throws {LoadingError} where the archive breaks the format or a limit.
 * @see {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT | .ZIP File Format Specification}
 * @example
 * readArchive(writeArchive([["a.txt", Uint8Array.of(65)]])).get("a.txt")?.read(); // Uint8Array [65]
 */
export function readArchive(bytes: Uint8Array): ReadonlyMap<string, Member> {
  return within("zip archive", () => {
    const { entries, start } = readCentralDirectory(bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    checkPlaces(entries, view, start);
    checkSizes(entries, bytes.length);
    return new Map(
      entries.map((entry) => {
        const from = within(memberName(entry.name), () => checkLocalHeader(entry, view, bytes));
        const read = () =>
          within(memberName(entry.name), () => unpack(entry, bytes.subarray(from, from + entry.storedSize)));
        return [entry.name, { name: entry.name, size: entry.size, read }];
      }),
    );
  });
}

/** Where a member's bytes begin, by the lengths in its own header. */
function dataStart({ offset }: Entry, view: DataView): number {
  return offset + localBytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
}

function checkPlaces(entries: readonly Entry[], view: DataView, end: number): void {
  const sorted = [...entries].sort((a, b) => a.offset - b.offset);
  let free = 0;
  for (const entry of sorted) {
    within(memberName(entry.name), () => {
      if (entry.offset < free) throw unreadable("it must not overlap with another member", entry.offset);
      if (entry.offset + localBytes > end)
        throw unreadable("its header must lie before the central directory; out of range", entry.offset);
      const from = dataStart(entry, view);
      if (from + entry.storedSize > end) {
        throw unreadable(
          `it must not declare more bytes than the archive has for it (${Math.max(0, end - from)}); out of range`,
          entry.storedSize,
        );
      }
      free = from + entry.storedSize;
    });
  }
}

function checkSizes(entries: readonly Entry[], archiveBytes: number): void {
  let deflated = 0;
  for (const { name, method, size, storedSize } of entries) {
    if (method === 0) continue;
    deflated += size;
    const limit = Math.min(Math.max(freeSize, largestRatio * storedSize), bestRatio * (storedSize + 1));
    if (size > limit) {
      const expected = `it must not declare more than ${limit} bytes for the ${storedSize} that it stores`;
      within(memberName(name), () => {
        throw unreadable(expected, size);
      });
    }
  }
  const limit = Math.max(4 * freeSize, largestRatio * archiveBytes);
  if (deflated > limit) throw unreadable(`the members together must not declare more than ${limit} bytes`, deflated);
}

/** Each member repeats what the central directory says of it; sizes may follow the data of one that was streamed. */
function checkLocalHeader(entry: Entry, view: DataView, bytes: Uint8Array): number {
  const { offset, name } = entry;
  const invalid = (what: string) => unreadable(`${what} must be that of the central directory, one of them is corrupt`);
  if (view.getUint32(offset, true) !== 0x04034b50)
    throw unreadable("it must begin with the signature of a local header");
  const named = bytes.subarray(offset + localBytes, offset + localBytes + view.getUint16(offset + 26, true));
  const own = new TextEncoder().encode(name);
  if (named.length !== own.length || named.some((byte, i) => byte !== own[i])) throw invalid("the name in its header");
  if (view.getUint16(offset + 6, true) !== entry.flags) throw invalid("the flags in its header");
  if (view.getUint16(offset + 8, true) !== entry.method) throw invalid("the compression method in its header");
  const streamed = (entry.flags & 8) !== 0;
  const fields = [14, 18, 22].map((field) => view.getUint32(offset + field, true));
  const wanted = [entry.crc, entry.storedSize, entry.size];
  const agrees = (value: number, i: number) =>
    value === wanted[i] || (streamed && value === 0) || (i > 0 && value === 0xffffffff);
  if (!fields.every(agrees)) throw invalid("the checksum and the sizes in its header");
  return dataStart(entry, view);
}

function unpack({ method, size, crc }: Entry, stored: Uint8Array): Uint8Array {
  const bytes = method === 0 ? stored : inflate(stored, size);
  const sum = crc32(bytes);
  if (sum !== crc) throw unreadable(`its checksum (CRC-32) must be ${crc}`, sum);
  return bytes;
}

const piece = 16 * 1024; // of which deflate can make 16 MiB before the size is looked at

function inflate(stored: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  let length = 0;
  let ended = false;
  const take = (part: Uint8Array, final: boolean): void => {
    if (length + part.length > size)
      throw unreadable(`it declares ${size} bytes and must not unpack to more than that`);
    out.set(part, length);
    length += part.length;
    ended = final;
  };
  try {
    const stream = new Inflate(take);
    for (let at = 0; at === 0 || at < stored.length; at += piece) {
      stream.push(stored.subarray(at, at + piece), at + piece >= stored.length);
    }
  } catch (error) {
    if (isUnreadable(error)) throw error;
    throw unreadable("it must be a valid deflate stream, it is truncated or corrupt", String(error));
  }
  if (!ended || length !== size)
    throw unreadable(`it must unpack to the ${size} bytes that it declares, it is truncated`, length);
  return out;
}
