import { unreadable } from "./_unreadable.ts";
import { Cursor } from "./cursor.ts";
import { verifyChecksum } from "./verify-checksum.ts";

/** The eight bytes that every file has at 0, 512, 1024, 2048, … */
export const signature = /* @__PURE__ */ Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a);

export interface Superblock {
  /** Where addresses count from: the length of the user block. */
  readonly base: number;
  /** Address of the root group's object header. */
  readonly root: number;
}

/**
 * Reads the superblock and checks that the file is as long as it says.
 *
 * @see HDF5 File Format Specification Version 3.0, "Disk Format: Level 0A - Format Signature and Superblock"
 */
export function readSuperblock(bytes: Uint8Array): Superblock {
  const start = findSignature(bytes);
  const cursor = new Cursor(bytes, "the superblock", start + 8);
  const version = cursor.version(0, 1, 2, 3);
  return version < 2 ? readOld(cursor, version, start) : readNew(cursor, start);
}

function findSignature(bytes: Uint8Array): number {
  for (let start = 0; start + 8 <= bytes.length; start = start === 0 ? 512 : start * 2) {
    if (signature.every((byte, i) => bytes[start + i] === byte)) return start;
  }
  const received = String.fromCharCode(...bytes.subarray(0, 8));
  throw unreadable("it must have the signature of HDF5, this is not an HDF5 file", received);
}

function readOld(cursor: Cursor, version: number, start: number): Superblock {
  cursor.skip(4); // versions of free space, root symbol table entry, reserved, shared header messages
  wideFields(cursor.u8(), cursor.u8());
  cursor.skip(1 + 2 + 2 + 4 + (version === 1 ? 4 : 0)); // tree ranks and consistency flags
  const base = baseAddress(cursor, start);
  cursor.skip(8); // free space information
  const end = cursor.u64("the end of file address");
  cursor.skip(8); // driver information
  checkEnd(cursor.bytes, end);
  cursor.skip(8); // name of the root's symbol table entry
  return { base, root: rootAddress(cursor) };
}

function readNew(cursor: Cursor, start: number): Superblock {
  wideFields(cursor.u8(), cursor.u8());
  cursor.skip(1);
  const base = baseAddress(cursor, start);
  cursor.skip(8); // superblock extension: tree ranks and drivers, which plain reading does without
  const end = cursor.u64("the end of file address");
  const root = rootAddress(cursor);
  verifyChecksum(cursor, cursor.bytes.subarray(start, cursor.offset));
  checkEnd(cursor.bytes, end);
  return { base, root };
}

function wideFields(offsets: number, lengths: number): void {
  if (offsets !== 8 || lengths !== 8) {
    throw unreadable("offsets and lengths must be of 8 bytes, other sizes are not supported", [offsets, lengths]);
  }
}

/** The base address must be the signature's own: the library mends it silently, we do not guess. */
function baseAddress(cursor: Cursor, start: number): number {
  const base = cursor.u64("the base address");
  if (base !== start) throw unreadable(`the base address must be that of the superblock, ${start}`, base);
  return base;
}

function rootAddress(cursor: Cursor): number {
  const root = cursor.address();
  if (root === undefined) throw unreadable("the root group must have an address, it is missing");
  return root;
}

function checkEnd(bytes: Uint8Array, end: number): void {
  if (end > bytes.length) {
    throw unreadable(`it is truncated: it must have the ${end} bytes that its superblock declares`, bytes.length);
  }
}
