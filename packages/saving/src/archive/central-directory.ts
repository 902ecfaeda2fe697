import { unreadable, within } from "../hdf5/_unreadable.ts";
import { readEnd } from "./end-record.ts";
import { readMemberName } from "./member-name.ts";

/** What the central directory says of a member. */
export interface Entry {
  readonly name: string;
  readonly flags: number;
  /** 0: as it is; 8: deflated. */
  readonly method: number;
  readonly crc: number;
  readonly storedSize: number;
  readonly size: number;
  /** Where its local header starts. */
  readonly offset: number;
}

const entryBytes = 46;
const most = 100_000;
/** Stands for a size that is in the zip64 field. */
const elsewhere = 0xffffffff;

/** The member as messages call it. */
export function memberName(name: string): string {
  return `member ${JSON.stringify(name.length > 200 ? `${name.slice(0, 100)}…${name.slice(-100)}` : name)} of the archive`;
}

/**
 * Lists an archive by its central directory.
 *
 * @returns the entries in the directory's order, and where the directory starts.
 * @see {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT | .ZIP File Format Specification}, 4.3.12
 */
export function readCentralDirectory(bytes: Uint8Array): { entries: Entry[]; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { end, count, length, start } = readEnd(view);
  if (start + length !== end) {
    throw unreadable(
      "the central directory must lie right before its end record, it is truncated or out of range",
      start,
    );
  }
  if (count > most) throw unreadable(`an archive must not declare more than ${most} members`, count);
  const entries: Entry[] = [];
  const seen = new Set<string>();
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + entryBytes > end || view.getUint32(at, true) !== 0x02014b50) {
      throw unreadable(`the central directory must list ${count} members, it is truncated or corrupt`, i);
    }
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const next = at + entryBytes + nameBytes + extraBytes + commentBytes;
    if (next > end) throw unreadable("an entry of the central directory must end within it, it is truncated");
    const name = readMemberName(bytes.subarray(at + entryBytes, at + entryBytes + nameBytes));
    if (seen.has(name)) throw unreadable("the names of members must be unique, none twice", name);
    seen.add(name);
    const extra = new DataView(bytes.buffer, bytes.byteOffset + at + entryBytes + nameBytes, extraBytes);
    const from = at;
    entries.push(within(memberName(name), () => readEntry(view, from, name, extra)));
    at = next;
  }
  if (at !== end) throw unreadable("the central directory must hold its members and no more, it is corrupt", end - at);
  return { entries, start };
}

function readEntry(view: DataView, at: number, name: string, extra: DataView): Entry {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  if (flags & (1 | (1 << 6) | (1 << 13))) throw unreadable("it must not be encrypted");
  if (method !== 0 && method !== 8) {
    throw unreadable("it must be stored or deflated, other compression methods are not supported", method);
  }
  const unix = view.getUint8(at + 5) === 3;
  const kind = (view.getUint32(at + 38, true) >>> 28) & 15;
  if (unix && kind === 10) throw unreadable("it must be a file, a symbolic link is not followed");
  if (unix && kind !== 0 && kind !== 4 && kind !== 8)
    throw unreadable("it must be a file, devices are not supported", kind);
  const wide = zip64Field(extra);
  const size = sizeIn(view.getUint32(at + 24, true), wide);
  const storedSize = sizeIn(view.getUint32(at + 20, true), wide);
  const offset = sizeIn(view.getUint32(at + 42, true), wide);
  if (name.endsWith("/") && size > 0) throw unreadable("a folder must have no bytes, its size is invalid", size);
  if (method === 0 && size !== storedSize) {
    throw unreadable(`it must declare no more and no less than the ${storedSize} bytes that it stores`, size);
  }
  return { name, flags, method, crc: view.getUint32(at + 16, true), storedSize, size, offset };
}

/** The values of a zip64 field, in their order. */
function zip64Field(extra: DataView): bigint[] {
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const length = extra.getUint16(at + 2, true);
    if (at + 4 + length > extra.byteLength) break;
    if (extra.getUint16(at, true) === 1) {
      return Array.from({ length: length >> 3 }, (_, i) => extra.getBigUint64(at + 4 + i * 8, true));
    }
    at += 4 + length;
  }
  return [];
}

function sizeIn(field: number, wide: bigint[]): number {
  if (field !== elsewhere) return field;
  const size = wide.shift();
  if (size === undefined) throw unreadable("its zip64 sizes must be there, they are missing");
  if (size > BigInt(Number.MAX_SAFE_INTEGER))
    throw unreadable("it must not declare a zip64 size that large; out of range", size);
  return Number(size);
}
