import { ConfigError, refusal } from "@hornbeam/core";

/** What the block before a member says of it. */
export interface TarHeader {
  readonly name: string;
  readonly size: number;
  readonly type: "file" | "folder" | "long name" | "attributes";
}

export const blockSize = 512;

const types: Readonly<Record<string, TarHeader["type"]>> = {
  "\0": "file",
  "0": "file",
  "7": "file",
  "5": "folder",
  L: "long name",
  x: "attributes",
  g: "attributes",
};
const odd: Readonly<Record<string, string>> = {
  "1": "a hard link, which is not followed",
  "2": "a symbolic link, which is not followed",
  "3": "a character device",
  "4": "a block device",
  "6": "a named pipe",
  S: "a sparse file, which declares more than it stores",
  K: "a link with a long name",
};

/**
 * Reads a header of tar: `ustar` of POSIX, its kin of GNU, or the old one.
 *
 * @see {@link https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06 | POSIX: ustar}
 */
export function readHeader(block: Uint8Array, action: string): TarHeader {
  const refuse = (expected: string, received?: unknown) =>
    refusal(ConfigError, { action, expected, ...(received !== undefined && { received }) });
  const sum = octal(block.subarray(148, 156));
  const counted = block.reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
  if (sum !== counted) throw refuse("a header of it must have a right checksum: it is corrupt, or not a tar", sum);
  const isPosix = text(block.subarray(257, 263)) === "ustar" && block[262] === 0;
  const prefix = isPosix ? text(block.subarray(345, 500)) : "";
  const last = text(block.subarray(0, 100));
  const name = prefix === "" ? last : `${prefix}/${last}`;
  const flag = String.fromCharCode(block[156]!);
  const type = Object.hasOwn(types, flag) ? types[flag] : undefined;
  if (type === undefined) {
    const what = Object.hasOwn(odd, flag) ? odd[flag] : `of type ${JSON.stringify(flag)}`;
    throw refuse(`its member ${shown(name)} must be a file or a folder, it is ${what}: not supported`);
  }
  const size = octal(block.subarray(124, 136));
  if (size === undefined)
    throw refuse(`its member ${shown(name)} must have a size of octal digits, this one is invalid`);
  return { name, size, type };
}

/** A member's name in messages: long ones lose their middle. */
export function shown(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 100)}…${name.slice(-100)}` : name);
}

/** The number in a field; undefined where there is none. */
function octal(field: Uint8Array): number | undefined {
  const digits = text(field).trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** Text up to the first zero byte. */
export function text(field: Uint8Array): string {
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
