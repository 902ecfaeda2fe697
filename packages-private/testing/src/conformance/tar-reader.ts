import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { gunzipSync } from "node:zlib";

/** The files of a packed kind, by name. The archives are the project's own: plain files under short names. */
export function filesOf(archive: Uint8Array): Map<string, Uint8Array> {
  const bytes = gunzipSync(archive);
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + 512 <= bytes.length && bytes[at] !== 0; ) {
    const name = text(bytes.subarray(at, at + 100));
    const size = Number.parseInt(text(bytes.subarray(at + 124, at + 136)), 8);
    files.set(name, bytes.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}

/** Writes the files of an archive into a new folder for temporary files, and says which. */
export function unpack(archive: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "hornbeam-cases-"));
  for (const [name, bytes] of filesOf(archive)) {
    const path = join(folder, name);
    if (!normalize(path).startsWith(folder)) throw new RangeError(`"${name}" leads out of the archive`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
  }
  return folder;
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end)).toString("utf8");
}
