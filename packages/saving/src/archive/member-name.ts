import { unreadable } from "../hdf5/_unreadable.ts";

const longest = 1024;

/**
 * The name of a member as text.
 *
 * A name says where a member belongs below the archive's root, and nothing else: whatever could point out of it on any
 * system is refused, although this package never writes a member to a disk.
 */
export function readMemberName(bytes: Uint8Array): string {
  if (bytes.length === 0 || bytes.length > longest) {
    throw unreadable(`the path of a member must have 1 to ${longest} bytes, more is too large`, bytes.length);
  }
  let name: string;
  try {
    name = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreadable("the path of a member must be UTF-8 text, its encoding is invalid");
  }
  const parts = name.replace(/\/$/, "").split("/");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  const odd = /[\\\u0000-\u001f\u007f]|^[A-Za-z]:/.test(name);
  if (odd || parts.some((part) => part === "" || part === "." || part === "..")) {
    const expected = "the path of a member must be relative and stay inside the archive, not lead outside of it";
    throw unreadable(`${expected}; no "..", backslash, drive or absolute path`, name);
  }
  return name;
}
