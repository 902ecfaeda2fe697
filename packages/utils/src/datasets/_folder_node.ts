import { ConfigError, refusal, StateError } from "@hornbeam/core";
import { type FoundFile, hasExtension, type Search } from "./_found-file.ts";

interface Entry {
  readonly name: string;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  isFile(): boolean;
}
interface NodeFiles {
  readdir(path: string, options: { withFileTypes: true }): Promise<Entry[]>;
  readFile(path: string): Promise<Uint8Array>;
  stat(path: string): Promise<{ isDirectory(): boolean; isFile(): boolean }>;
}

/** Node's files without an import, which bundlers for pages would stumble over. */
function nodeFiles(action: string): NodeFiles {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
  if (files !== undefined) return files;
  const hint = "In a page, give it the folder or the files that were picked.";
  throw refusal(StateError, { action, expected: "there must be a file system, as Node has it", hint });
}

/** Names of the folders in a folder, sorted; those that are hidden are left out. */
export async function foldersIn(directory: string, action: string): Promise<string[]> {
  const files = nodeFiles(action);
  const names: string[] = [];
  for (const entry of await entriesOf(files, directory, action)) {
    if (entry.name.startsWith(".")) continue;
    const isFolder = entry.isSymbolicLink()
      ? (await files.stat(`${directory}/${entry.name}`)).isDirectory()
      : entry.isDirectory();
    if (isFolder) names.push(entry.name);
  }
  return names.sort();
}

/** The files below a folder: folder by folder, sorted in each. */
export async function filesBelow(directory: string, { extensions, followLinks, action }: Search): Promise<FoundFile[]> {
  const files = nodeFiles(action);
  const folders = new Map<string, string[]>();
  const walk = async (folder: string): Promise<void> => {
    const found: string[] = [];
    for (const entry of await entriesOf(files, folder, action)) {
      const path = `${folder}/${entry.name}`;
      const kind = entry.isSymbolicLink() ? await files.stat(path) : entry;
      if (kind.isDirectory()) {
        if (followLinks || !entry.isSymbolicLink()) await walk(path);
      } else if (kind.isFile() && hasExtension(entry.name, extensions)) found.push(entry.name);
    }
    folders.set(folder, found.sort());
  };
  await walk(directory);
  const paths = [...folders.keys()].sort().flatMap((folder) => folders.get(folder)!.map((name) => `${folder}/${name}`));
  return paths.map((path) => ({ path, bytes: () => bytesOf(path, action) }));
}

async function bytesOf(path: string, action: string): Promise<Uint8Array> {
  try {
    return await nodeFiles(action).readFile(path);
  } catch (cause) {
    throw refusal(ConfigError, { action, expected: `${path} must be readable`, received: codeOf(cause), cause });
  }
}

async function entriesOf(files: NodeFiles, folder: string, action: string): Promise<Entry[]> {
  try {
    return await files.readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw refusal(ConfigError, { action, expected: `${folder} must be a folder`, received: codeOf(cause), cause });
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code ?? (error as Error).message;
}
