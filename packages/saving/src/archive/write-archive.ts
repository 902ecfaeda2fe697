import { OptionError, refusal } from "@hornbeam/core";
import { Fields } from "../hdf5/fields.ts";
import { bytesOf, type FileImage, imageOf, type Piece } from "../image/file-image.ts";
import { crc32 } from "./crc32.ts";

/** A member to be stored: its name, and its bytes or the file that is made while it is written. */
export type MemberSource = readonly [name: string, content: Uint8Array | FileImage];

const localBytes = 30;
const entryBytes = 46;
const endBytes = 22;
const fieldBytes = 4;
const utf8 = 1 << 11;
const largest = 0xffffffff;
/** Identifier of a field that only takes up room, known to readers from Android's packages. */
const padding = 0xd935;
/** A fixed date, the first that an archive can tell, 1980-01-01: the same model gives the same bytes. */
const date = 0x21;
const ownersFile = 0o100600 * 2 ** 16;

/**
 * Writes members into a zip archive as they are, uncompressed, each at a multiple of 8 bytes: a reader may then use the
 * numbers in it where they stand.
 *
 * @param members Names and bytes, in the order in which they are stored.
 * @throws {OptionError} for more than a zip archive can hold: 4 GiB, 65534 members.
 * @example
 * writeArchive([["a.txt", Uint8Array.of(65)]]).length; // 114
 */
export function writeArchive(members: readonly MemberSource[]): Uint8Array<ArrayBuffer> {
  return bytesOf(archiveImage(members));
}

/** The same archive, to be written piece by piece. */
export function archiveImage(members: readonly MemberSource[]): FileImage {
  const placed: Placed[] = [];
  let at = 0;
  for (const [name, content] of members) {
    const member = placedAt(at, name, content instanceof Uint8Array ? imageOf(content) : content);
    placed.push(member);
    at = member.from + member.image.length;
  }
  const directory = at;
  const length = placed.reduce((sum, { name }) => sum + entryBytes + name.length, directory + endBytes);
  if (length > largest || placed.length >= 0xffff) {
    const expected = "an archive must have less than 4 GiB and 65535 members";
    throw refusal(OptionError, { action: "write zip archive", expected, received: [length, placed.length] });
  }
  return { length, pieces: () => piecesOf(placed, directory) };
}

/** A member and where it goes. */
interface Placed {
  readonly name: Uint8Array;
  /** Where its header starts. */
  readonly at: number;
  /** Where its bytes start. */
  readonly from: number;
  readonly image: FileImage;
}

function placedAt(at: number, name: string, image: FileImage): Placed {
  const text = new TextEncoder().encode(name);
  const before = at + localBytes + text.length;
  const room = before % 8 === 0 ? 0 : fieldBytes + ((8 - ((before + fieldBytes) % 8)) % 8);
  return { name: text, at, from: before + room, image };
}

function* piecesOf(members: readonly Placed[], directory: number): Generator<Piece> {
  const entries: Uint8Array[] = [];
  for (const member of members) {
    const sum = yield* contentOf(member);
    yield { at: member.at, bytes: headerOf(member, sum) }; // known when all bytes were seen
    entries.push(entryOf(member, sum));
  }
  let at = directory;
  for (const bytes of entries) {
    yield { at, bytes };
    at += bytes.length;
  }
  const end = new Fields(endBytes).u32(0x06054b50).u16(0, 0, members.length, members.length);
  yield { at, bytes: end.u32(at - directory).u32(directory).bytes };
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

/** The checksum after a gap. */
function zeros(length: number, sum: number): number {
  return length === 0 ? sum : crc32(new Uint8Array(length), sum);
}

function headerOf({ name, at, from, image }: Placed, sum: number): Uint8Array {
  const extra = from - at - localBytes - name.length;
  const fields = new Fields(from - at).u32(0x04034b50).u16(20, utf8, 0, 0, date);
  fields.u32(sum).u32(image.length).u32(image.length).u16(name.length, extra).put(name);
  return extra === 0 ? fields.bytes : fields.u16(padding, extra - fieldBytes).bytes;
}

function entryOf({ name, at, image }: Placed, sum: number): Uint8Array {
  const fields = new Fields(entryBytes + name.length).u32(0x02014b50).u8(20, 3).u16(20, utf8, 0, 0, date); // made by Unix
  fields.u32(sum).u32(image.length).u32(image.length).u16(name.length, 0, 0, 0, 0);
  return fields.u32(ownersFile).u32(at).put(name).bytes;
}
