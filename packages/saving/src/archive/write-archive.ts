import { type Zippable, zipSync } from "fflate";

const localBytes = 30;
const fieldBytes = 4;
/** Identifier of a field that only takes up room, known to readers from Android's packages. */
const padding = 0xd935;
/** A fixed time, the first that an archive can tell: the same model gives the same bytes. */
const time = () => new Date(1980, 0, 1);
const ownersFile = 0o100600 * 2 ** 16;

/**
 * Writes members into a zip archive as they are, uncompressed, each at a multiple of 8 bytes: a reader may then use the
 * numbers in it where they stand.
 *
 * @param members Names and bytes, in the order in which they are stored.
 * @example
 * writeArchive([["a.txt", Uint8Array.of(65)]]).length; // 119
 */
export function writeArchive(members: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const parts: Zippable = {};
  let at = 0;
  for (const [name, bytes] of members) {
    const before = at + localBytes + new TextEncoder().encode(name).length;
    const room = (8 - ((before + fieldBytes) % 8)) % 8;
    const extra = before % 8 === 0 ? {} : { [padding]: new Uint8Array(room) };
    const field = before % 8 === 0 ? 0 : fieldBytes + room;
    parts[name] = [bytes, { level: 0, mtime: time(), os: 3, attrs: ownersFile, extra }];
    at = before + field + bytes.length;
  }
  return zipSync(parts);
}
