import { OptionError, refusal, StateError } from "@hornbeam/core";
import { readMemberName } from "../archive/member-name.ts";
import type { MemberSource } from "../archive/write-archive.ts";
import { within } from "../hdf5/_unreadable.ts";
import { imageOf } from "../image/file-image.ts";
import type { NodeParts } from "./_node.ts";
import { type FileTarget, pathOf } from "./file-of.ts";
import { notWritten, writePieces } from "./path-file_node.ts";
import type { WriteFileOptions } from "./stored-file.ts";

/**
 * Writes files into a new folder: beside its place first, then to the disk, then to its name. A folder that is there is moved
 * aside and removed when the new one has its place; what is in neither is never seen.
 *
 * @param replaceable The names that may stand in a folder that is replaced: no other folder is removed.
 * @throws {StateError} when the folder is there and must not be replaced, or when it cannot be written.
 * @throws {OptionError} where there are no folders.
 */
export async function writeFolder(
  target: FileTarget,
  members: readonly MemberSource[],
  options: WriteFileOptions & { readonly replaceable: readonly string[] },
): Promise<void> {
  const { action, signal } = options;
  signal?.throwIfAborted();
  const place = pathOf(target);
  if (!place) {
    const hint = "A store, a page and a server take one file: leave `zipped` out.";
    throw refusal(OptionError, { action, expected: "a folder must be a path in Node", received: String(target), hint });
  }
  const { path, files } = place.node;
  const final = (await files.realpath(place.path).catch(() => place.path)).replace(/[/\\]+$/, "");
  const there = await checkPlace(final, place.node, options);
  const aside = (ending: string) =>
    path.join(path.dirname(final), `.${path.basename(final)}.${globalThis.crypto.randomUUID()}.${ending}`);
  const [part, old] = [aside("part"), aside("old")];
  try {
    await writeMembers(part, members, place.node);
    signal?.throwIfAborted();
    if (there) await files.rename(final, old);
    await files.rename(part, final).catch(async (error) => {
      if (there) await files.rename(old, final);
      throw error;
    });
    await files.rm(old, { force: true, recursive: true });
  } catch (cause) {
    await files.rm(part, { force: true, recursive: true }).catch(() => undefined);
    throw notWritten(cause, place.path, options);
  }
}

async function writeMembers(folder: string, members: readonly MemberSource[], node: NodeParts): Promise<void> {
  for (const [name, content] of members) {
    const inside = within("a name in the folder", () => readMemberName(new TextEncoder().encode(name)));
    const file = node.path.join(folder, inside);
    await node.files.mkdir(node.path.dirname(file), { recursive: true });
    await writePieces(file, content instanceof Uint8Array ? imageOf(content) : content, node);
  }
}

/** Whether there is a folder, which then may be replaced. */
async function checkPlace(
  final: string,
  { files }: NodeParts,
  { action, overwrite = true, replaceable }: WriteFileOptions & { readonly replaceable: readonly string[] },
): Promise<boolean> {
  const stat = await files.stat(final).catch(() => undefined);
  if (stat === undefined) return false;
  const refuse = (expected: string, received: unknown) =>
    refusal(StateError, { action, owner: final, expected, received });
  if (!overwrite) throw refuse("the folder must not exist yet where `overwrite` is false", final);
  if (!stat.isDirectory()) throw refuse("a folder must not take the place of a file", final);
  const entries = await files.readdir(final, { withFileTypes: true });
  const other = entries.find(({ name }) => !replaceable.includes(name));
  if (other) throw refuse("a folder that is replaced must hold a model and nothing else", other.name);
  return true;
}
