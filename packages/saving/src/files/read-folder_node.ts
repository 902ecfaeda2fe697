import type { Member } from "../archive/read-archive.ts";
import { unreadable, within } from "../hdf5/_unreadable.ts";
import type { NodeParts } from "./_node.ts";
import { type FileSource, pathOf } from "./file-of.ts";
import { readHandle, reading } from "./path-file_node.ts";
import { mostBytes, type ReadFileOptions } from "./stored-file.ts";

const mostFiles = 10_000;
const deepest = 64;

/**
 * The files of a folder by their paths in it, all read: as what `saveModel` leaves with `zipped: false`. Nothing outside of the
 * folder is touched: a link in it is refused, as is what is neither a file nor a folder.
 *
 * @returns undefined where the source is no folder.
 * @throws {LoadingError} where a file cannot be read, or all together are larger than `maxBytes`.
 */
export async function readFolder(
  source: FileSource,
  options: ReadFileOptions,
): Promise<ReadonlyMap<string, Member> | undefined> {
  const { path, node } = pathOf(source) ?? {};
  if (path === undefined || node === undefined) return undefined;
  const found = await node.files.stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return undefined;
  return reading(path, options, async () => {
    const members = new Map<string, Member>();
    let left = options.maxBytes ?? mostBytes;
    for (const name of await filesIn(path, node)) {
      const bytes = await readMember(path, name, node, { ...options, maxBytes: left });
      left -= bytes.length;
      members.set(name, { name, size: bytes.length, read: () => bytes });
    }
    return members;
  });
}

/** The paths of all files below a folder. */
async function filesIn(root: string, { files, path }: NodeParts): Promise<string[]> {
  const found: string[] = [];
  const open = [{ folder: "", depth: 0 }];
  for (const { folder, depth } of open) {
    for (const entry of await files.readdir(path.join(root, folder), { withFileTypes: true })) {
      const name = folder === "" ? entry.name : `${folder}/${entry.name}`;
      within(`"${name}" in folder "${root}"`, () => {
        if (!entry.isFile() && !entry.isDirectory())
          throw unreadable("it must be a file or a folder, a link is not followed");
        if (depth >= deepest) throw unreadable(`folders must not nest more than ${deepest} deep`, depth);
        if (found.length + open.length > mostFiles)
          throw unreadable(`a folder must not hold more than ${mostFiles} files`);
      });
      if (entry.isDirectory()) open.push({ folder: name, depth: depth + 1 });
      else found.push(name);
    }
  }
  return found;
}

async function readMember(root: string, name: string, node: NodeParts, options: ReadFileOptions): Promise<Uint8Array> {
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = node.files.constants;
  const path = node.path.join(root, name);
  // whatever has been put in its place since it was listed: neither a link nor a pipe
  const handle = await node.files.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stat = await handle.stat();
    within(`"${name}" in folder "${root}"`, () => {
      if (!stat.isFile()) throw unreadable("it must be a file");
    });
    return await readHandle(path, handle, options);
  } finally {
    await handle.close();
  }
}
