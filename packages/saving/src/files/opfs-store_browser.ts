import { OptionError, refusal } from "@hornbeam/core";
import { checkStoreName, nameBeside } from "./_store-name.ts";
import { fileOfHandle } from "./handle-file.ts";
import type { FileStore, StoredFile } from "./stored-file.ts";

/**
 * Files in the page's own part of the disk (the origin private file system), in folders if names have slashes.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/File_System_API/Origin_private_file_system | MDN: origin private file system}
 * @example
 * const store = new OpfsStore("models");
 * await model.save(store.file("mnist.keras"));
 */
export class OpfsStore implements FileStore {
  /** The folder that the names are of; empty for the root. */
  readonly folder: string;

  /** @throws {OptionError} where there is none: in Node, and on pages that are not served securely. */
  constructor(folder = "") {
    if (typeof globalThis.navigator?.storage?.getDirectory !== "function") {
      const hint = "In Node: use a path.";
      const expected = "it needs a browser, and a page that is served securely";
      throw refusal(OptionError, { action: "open OpfsStore", expected, hint });
    }
    this.folder = folder === "" ? "" : checkStoreName(folder, "OpfsStore");
  }

  file(name: string): StoredFile {
    checkStoreName(name, "OpfsStore");
    const parts = this.#parts(name);
    const own = parts.pop()!;
    const find = async (create: boolean) =>
      orNothing(async () => (await folderAt(parts, create)).getFileHandle(own, { create }));
    return {
      ...fileOfHandle(name, find),
      beside: (other) => this.file(nameBeside(name, other)),
      remove: async () => orNothing(async () => (await folderAt(parts, false)).removeEntry(own)),
    };
  }

  async list(): Promise<string[]> {
    const root = await orNothing(() => folderAt(this.#parts(""), false));
    return root ? (await namesIn(root, "")).sort() : [];
  }

  #parts(name: string): string[] {
    return `${this.folder}/${name}`.split("/").filter((part) => part !== "");
  }
}

async function folderAt(parts: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
  let folder = await navigator.storage.getDirectory();
  for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
  return folder;
}

async function namesIn(folder: FileSystemDirectoryHandle, path: string): Promise<string[]> {
  const names: string[] = [];
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind === "directory")
      names.push(...(await namesIn(handle as FileSystemDirectoryHandle, `${path}${name}/`)));
    else if ((await (handle as FileSystemFileHandle).getFile()).size > 0) names.push(path + name);
  }
  return names;
}

/** Undefined for what is not there. */
async function orNothing<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof DOMException && error.name === "NotFoundError") return undefined;
    throw error;
  }
}
