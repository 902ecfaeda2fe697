import { Fields } from "../hdf5/fields.ts";
import { bytesOf, type FileImage, imageOf, type Piece } from "../image/file-image.ts";
import { crc32 } from "./crc32.ts";

/** A member to be stored: its name, and its bytes or the file that is made while it is written. */
export type MemberSource = readonly [name: string, content: Uint8Array | FileImage];

const localBytes = 30;
const entryBytes = 46;
const endBytes = 22;
/** The records of wide numbers: the end record and its locator, and the fields of a header and of an entry. */
const wideEndBytes = 56;
const wideBytes = { end: wideEndBytes + 20, header: 20, entry: 28 };
const fieldBytes = 4;
const utf8 = 1 << 11;
const largest = 0xffffffff;
/** Identifier of a field that only takes up room, known to readers from Android's packages. */
const padding = 0xd935;
/** Identifier of the field that holds numbers of 64 bits, and the version of the format that has it. */
const wideNumbers = 1;
const wideVersion = 45;
const unix = 3;
/** A fixed date, the first that an archive can tell, 1980-01-01: the same model gives the same bytes. */
const date = 0x21;
const ownersFile = 0o100600 * 2 ** 16;

/**
 * Writes members into a zip archive as they are, uncompressed, each at a multiple of 8 bytes: a reader may then use the
 * numbers in it where they stand.
 *
 * @param members Names and bytes, in the order in which they are stored.
 * @example
 * writeArchive([["a.txt", Uint8Array.of(65)]]).length; // 114
 */
export function writeArchive(members: readonly MemberSource[], options?: ArchiveOptions): Uint8Array<ArrayBuffer> {
  return bytesOf(archiveImage(members, options));
}

export interface ArchiveOptions {
  /** Whether numbers have 64 bits (zip64); from 4 GiB or 65535 members on, unless given. */
  readonly zip64?: boolean;
  /** Whether pieces come from front to back, for which each member is read twice; not unless given. */
  readonly inOrder?: boolean;
}

/** The same archive, to be written piece by piece. */
export function archiveImage(
  members: readonly MemberSource[],
  { zip64, inOrder = false }: ArchiveOptions = {},
): FileImage {
  const plain = placedWith(members, false);
  const wide = zip64 ?? (plain.length >= largest || members.length >= 0xffff);
  const { placed, directory, length } = wide ? placedWith(members, true) : plain;
  return { length, pieces: () => piecesOf(placed, directory, wide, inOrder) };
}

function placedWith(members: readonly MemberSource[], wide: boolean) {
  const placed: Placed[] = [];
  let at = 0;
  for (const [name, content] of members) {
    const member = placedAt(at, name, content instanceof Uint8Array ? imageOf(content) : content, wide);
    placed.push(member);
    at = member.from + member.image.length;
  }
  const directory = at;
  const each = entryBytes + (wide ? wideBytes.entry : 0);
  const end = directory + endBytes + (wide ? wideBytes.end : 0);
  return { placed, directory, length: placed.reduce((sum, { name }) => sum + each + name.length, end) };
}

/** A member and where it goes. */
interface Placed {
  readonly name: Uint8Array;
  /** Where its header starts. */
  readonly at: number;
  /** Where its bytes start. */
  readonly from: number;
  readonly image: FileImage;
  /** Whether its numbers have 64 bits. */
  readonly wide: boolean;
}

function placedAt(at: number, name: string, image: FileImage, wide: boolean): Placed {
  const text = new TextEncoder().encode(name);
  const before = at + localBytes + text.length + (wide ? wideBytes.header : 0);
  const room = before % 8 === 0 ? 0 : fieldBytes + ((8 - ((before + fieldBytes) % 8)) % 8);
  return { name: text, at, from: before + room, image, wide };
}

function* piecesOf(members: readonly Placed[], directory: number, wide: boolean, inOrder: boolean): Generator<Piece> {
  const entries: Uint8Array[] = [];
  for (const member of members) {
    if (inOrder) yield { at: member.at, bytes: headerOf(member, sumOf(member)) };
    const sum = yield* contentOf(member);
    if (!inOrder) yield { at: member.at, bytes: headerOf(member, sum) }; // known when all bytes were seen
    entries.push(entryOf(member, sum));
  }
  let at = directory;
  for (const bytes of entries) {
    yield { at, bytes };
    at += bytes.length;
  }
  yield { at, bytes: endOf(members.length, directory, at - directory, wide) };
}

function endOf(count: number, start: number, length: number, wide: boolean): Uint8Array {
  const fields = new Fields(endBytes + (wide ? wideBytes.end : 0));
  if (!wide) return fields.u32(0x06054b50).u16(0, 0, count, count).u32(length).u32(start).bytes;
  fields
    .u32(0x06064b50)
    .u64(wideEndBytes - 12)
    .u16(wideVersion, wideVersion)
    .u32(0)
    .u32(0);
  fields.u64(count, count, length, start);
  fields
    .u32(0x07064b50)
    .u32(0)
    .u64(start + length)
    .u32(1);
  return fields.u32(0x06054b50).u16(0, 0, 0xffff, 0xffff).u32(largest).u32(largest).bytes;
}

/** The bytes of a member, whose pieces come in order; gives their checksum. */
function* contentOf({ image, from }: Placed): Generator<Piece, number> {
  let sum = 0;
  let next = 0;
  for (const { at, bytes } of image.pieces()) {
    sum = crc32(bytes, zeros(at - next, sum));
    next = at + bytes.length;
    yield { at: from + at, bytes };
  }
  return zeros(image.length - next, sum);
}

function sumOf(member: Placed): number {
  const pieces = contentOf(member);
  for (;;) {
    const next = pieces.next();
    if (next.done) return next.value;
  }
}

/** The checksum after a gap. */
function zeros(length: number, sum: number): number {
  return length === 0 ? sum : crc32(new Uint8Array(length), sum);
}

function headerOf({ name, at, from, image, wide }: Placed, sum: number): Uint8Array {
  const extra = from - at - localBytes - name.length;
  const fields = new Fields(from - at).u32(0x04034b50).u16(versionOf(wide), utf8, 0, 0, date);
  fields.u32(sum).u32(sizeOf(image, wide)).u32(sizeOf(image, wide)).u16(name.length, extra).put(name);
  if (wide) fields.u16(wideNumbers, wideBytes.header - fieldBytes).u64(image.length, image.length);
  const rest = extra - (wide ? wideBytes.header : 0);
  return rest === 0 ? fields.bytes : fields.u16(padding, rest - fieldBytes).bytes;
}

function entryOf({ name, at, image, wide }: Placed, sum: number): Uint8Array {
  const extra = wide ? wideBytes.entry : 0;
  const fields = new Fields(entryBytes + name.length + extra).u32(0x02014b50).u8(versionOf(wide), unix);
  fields.u16(versionOf(wide), utf8, 0, 0, date);
  fields.u32(sum).u32(sizeOf(image, wide)).u32(sizeOf(image, wide)).u16(name.length, extra, 0, 0, 0);
  fields
    .u32(ownersFile)
    .u32(wide ? largest : at)
    .put(name);
  if (wide) fields.u16(wideNumbers, extra - fieldBytes).u64(image.length, image.length, at);
  return fields.bytes;
}

function versionOf(wide: boolean): number {
  return wide ? wideVersion : 20;
}
function sizeOf(image: FileImage, wide: boolean): number {
  return wide ? largest : image.length;
}
