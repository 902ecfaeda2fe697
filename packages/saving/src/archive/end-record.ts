import { unreadable } from "../hdf5/_unreadable.ts";

/** Where the central directory of an archive is. */
export interface EndRecord {
  /** Where what follows the directory begins. */
  readonly end: number;
  /** How many members there are. */
  readonly count: number;
  readonly length: number;
  readonly start: number;
}

const endBytes = 22;
const longestComment = 0xffff;
const locatorBytes = 20;
const wideBytes = 56;

/**
 * What the records at the end of an archive say: one, or, where it has more than 4 GiB or 65534 members (zip64), three.
 *
 * @see {@link https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT | .ZIP File Format Specification}, 4.3.14 to 4.3.16
 */
export function readEnd(view: DataView): EndRecord {
  const end = findEnd(view);
  const [disk, ofDirectory, here, count] = [4, 6, 8, 10].map((field) => view.getUint16(end + field, true));
  const [length, start] = [12, 16].map((field) => view.getUint32(end + field, true));
  const plain: EndRecord = { end, count: count!, length: length!, start: start! };
  const wide = count === 0xffff || length === 0xffffffff || start === 0xffffffff ? wideEnd(view, end) : undefined;
  if (wide === undefined && (disk !== 0 || ofDirectory !== 0 || here !== count)) throw severalParts();
  if (wide === undefined) return plain;
  // a number that the short record can hold is there, too
  const agree = [count === 0xffff || count === wide.count, length === 0xffffffff || length === wide.length, start === 0xffffffff || start === wide.start]; // biome-ignore format: one line
  if (agree.every(Boolean)) return wide;
  throw unreadable("the zip64 end record must agree with the end record, one of them is corrupt");
}

/** The end record is last, but for a comment of a length that it says itself. */
function findEnd(view: DataView): number {
  const last = view.byteLength - endBytes;
  for (let at = last; at >= Math.max(0, last - longestComment); at--) {
    if (view.getUint32(at, true) === 0x06054b50 && view.getUint16(at + 20, true) === last - at) return at;
  }
  throw unreadable("a zip archive must end with its central directory, it is truncated or not a zip");
}

/** The record of wide numbers, which lies right before its locator, which lies right before the end record. */
function wideEnd(view: DataView, end: number): EndRecord {
  const locator = end - locatorBytes;
  if (locator < wideBytes || view.getUint32(locator, true) !== 0x07064b50) {
    throw unreadable("a zip64 archive must have a locator before its end record, it is missing");
  }
  const at = locator - wideBytes;
  const place = wideNumber(view, locator + 8);
  if (place !== at || view.getUint32(at, true) !== 0x06064b50 || wideNumber(view, at + 4) !== wideBytes - 12) {
    throw unreadable("the zip64 end record must lie right before its locator, it is corrupt or out of range", place);
  }
  const [here, count, length, start] = [24, 32, 40, 48].map((field) => wideNumber(view, at + field));
  const disks = [locator + 4, at + 16, at + 20].map((field) => view.getUint32(field, true));
  if (here !== count || view.getUint32(locator + 16, true) !== 1 || disks.some((disk) => disk !== 0)) {
    throw severalParts();
  }
  return { end: at, count: count!, length: length!, start: start! };
}

function wideNumber(view: DataView, at: number): number {
  const number = view.getBigUint64(at, true);
  if (number <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(number);
  throw unreadable("a zip64 number must not be that large; out of range", number);
}

function severalParts(): Error {
  return unreadable("an archive of several parts is not supported");
}
