import { ConfigError, refusal } from "@hornbeam/core";

/** A member of a zip archive: its bytes as they are stored, and what they are said to be. */
export interface ZipMember {
  readonly name: string;
  readonly stored: Uint8Array<ArrayBuffer>;
  readonly deflated: boolean;
  /** Bytes after inflating, as declared. */
  readonly size: number;
  readonly crc: number;
}

const endSize = 22;
const entrySize = 46;
const localSize = 30;

/**
 * The members of a zip archive, by its central directory. Nothing is inflated or allocated; every offset and length
 * is checked against the archive first.
 *
 * @see {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT | APPNOTE}, sections 4.3 to 4.5
 */
export function zipMembers(bytes: Uint8Array<ArrayBuffer>, action: string): ZipMember[] {
  const refuse = (expected: string, received?: unknown) =>
    refusal(ConfigError, { action, expected, ...(received === undefined ? {} : { received }) });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 4 || (view.getUint32(0, true) & 0xffff) !== 0x4b50) throw refuse("it must be a zip archive");

  const end = findEnd(view);
  if (end === undefined)
    throw refuse("its end must hold the zip directory, which is missing: it is truncated or corrupt");
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count === 0xffff || start === 0xffffffff) throw refuse("its directory must not be zip64, which is not supported");
  if (view.getUint32(end + 4, true) !== 0) throw refuse("it must be one archive, not a part of several");
  if (start + view.getUint32(end + 12, true) !== end) throw refuse("its zip directory is out of bounds: it is corrupt");

  const members: ZipMember[] = [];
  const ranges: (readonly [from: number, to: number])[] = [];
  const names = new Set<string>();
  let at = start;
  for (let i = 0; i < count; i++) {
    const name = entryName(view, at, end);
    if (name === undefined) throw refuse(`entry ${i} of its zip directory must be readable: it is corrupt`);
    const member = `its member ${JSON.stringify(name)}`;
    if (names.has(name)) throw refuse(`${member} must not be there twice`);
    names.add(name);
    const method = view.getUint16(at + 10, true);
    const stored = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    if (view.getUint16(at + 8, true) & 1) throw refuse(`${member} must not be encrypted`);
    if (method !== 0 && method !== 8)
      throw refuse(`${member} must be stored or deflated; no other method is supported`, method);
    const from = dataStart(view, view.getUint32(at + 42, true), name, start);
    if (from === undefined || from + stored > start)
      throw refuse(`${member} must lie within the archive: it is corrupt`);
    members.push({
      name,
      stored: bytes.subarray(from, from + stored),
      deflated: method === 8,
      size,
      crc: view.getUint32(at + 16, true),
    });
    ranges.push([view.getUint32(at + 42, true), from + stored]);
    at += entryLength(view, at);
  }
  if (at !== end) throw refuse("its zip directory must hold the entries it declares: it is corrupt", count);
  ranges.sort(([a], [b]) => a - b);
  for (let i = 1; i < ranges.length; i++)
    if (ranges[i]![0] < ranges[i - 1]![1]) throw refuse("its members must not overlap");
  return members;
}

/** Where the record at the end begins: a comment that reaches to the last byte may follow it. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - endSize;
  for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
    if (view.getUint32(at, true) === 0x06054b50 && view.getUint16(at + 20, true) === last - at) return at;
  }
  return undefined;
}

function entryLength(view: DataView, at: number): number {
  return entrySize + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
}

function entryName(view: DataView, at: number, end: number): string | undefined {
  if (at + entrySize > end || view.getUint32(at, true) !== 0x02014b50 || at + entryLength(view, at) > end)
    return undefined;
  return textAt(view, at + entrySize, view.getUint16(at + 28, true));
}

/** Where the data of a member begin, if its local header is there and has the same name. */
function dataStart(view: DataView, at: number, name: string, end: number): number | undefined {
  if (at + localSize > end || view.getUint32(at, true) !== 0x04034b50) return undefined;
  const nameLength = view.getUint16(at + 26, true);
  const from = at + localSize + nameLength + view.getUint16(at + 28, true);
  return from <= end && textAt(view, at + localSize, nameLength) === name ? from : undefined;
}

function textAt(view: DataView, at: number, length: number): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(new Uint8Array(view.buffer, view.byteOffset + at, length));
  } catch {
    return undefined;
  }
}
