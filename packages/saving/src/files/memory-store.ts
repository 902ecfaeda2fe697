import { refusal } from "@hornbeam/core";
import { bytesOf } from "../image/file-image.ts";
import { LoadingError } from "../loading-error.ts";
import { blobFile } from "./blob-file.ts";
import type { FileStore, StoredFile } from "./stored-file.ts";

/**
 * Files in memory by their names: those that a user picked together, or that wait to be sent somewhere.
 *
 * @example
 * const store = new MemoryStore({ "a.txt": Uint8Array.of(65) });
 * await store.list(); // ["a.txt"]
 */
export class MemoryStore implements FileStore {
  /** The files that are there. */
  readonly files: Map<string, Uint8Array | Blob>;

  /** @param files By name, or those that a user picked or dropped, which know theirs. */
  constructor(files: Readonly<Record<string, Uint8Array | Blob>> | Iterable<File> = {}) {
    const isList = Symbol.iterator in files;
    this.files = new Map(
      isList ? Array.from(files as Iterable<File>, (file) => [file.name, file]) : Object.entries(files),
    );
  }

  file(name: string): StoredFile {
    return {
      name,
      read: async (options) => {
        const found = this.files.get(name);
        if (found instanceof Blob) return blobFile(found).read(options);
        if (found) return Uint8Array.from(found);
        const expected = "the file must be in the store; it was not found";
        throw refusal(LoadingError, { action: options.action, owner: name, expected, received: name });
      },
      write: async (image) => void this.files.set(name, bytesOf(image)),
      beside: (other) => this.file(other),
      remove: async () => void this.files.delete(name),
    };
  }

  async list(): Promise<string[]> {
    return [...this.files.keys()].sort();
  }
}
