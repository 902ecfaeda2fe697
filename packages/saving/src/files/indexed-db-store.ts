import { OptionError, refusal } from "@hornbeam/core";
import { bytesOf } from "../image/file-image.ts";
import { checkOverwrite, readBlob, writing } from "./_read-blob.ts";
import { checkStoreName, nameBeside } from "./_store-name.ts";
import type { FileStore, StoredFile } from "./stored-file.ts";

const files = "files";

type Content = Blob | Uint8Array<ArrayBuffer>;

/**
 * Files in the database of the browser, which stay when the page is closed. A file is written in one transaction: whole or not
 * at all.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/IndexedDB_API | MDN: IndexedDB}
 * @example
 * const store = new IndexedDBStore();
 * await model.save(store.file("mnist.keras"));
 * const again = await loadModel(store.file("mnist.keras"));
 */
export class IndexedDBStore implements FileStore {
  /** Name of the database. */
  readonly database: string;

  /** @throws {OptionError} where there is no such database: in Node, for example. */
  constructor(database = "hornbeam") {
    if (!("indexedDB" in globalThis)) {
      const hint = "In Node: use a path.";
      throw refusal(OptionError, {
        action: "open IndexedDBStore",
        expected: "it needs the database of a browser",
        hint,
      });
    }
    this.database = database;
  }

  file(name: string): StoredFile {
    checkStoreName(name, "IndexedDBStore");
    return {
      name,
      read: async (options) => {
        const content = await this.#run<Content | undefined>("readonly", (store) => store.get(name));
        return readBlob(content && new Blob([content]), name, options);
      },
      write: async (image, options) => {
        const exists = async () => (await this.#run("readonly", (store) => store.count(name))) > 0;
        await checkOverwrite(name, options, exists);
        const bytes = bytesOf(image);
        const put = (content: Content) => this.#run("readwrite", (store) => store.put(content, name));
        // a Blob need not be read whole for its size; private windows of Safari have no place for one, and say so in many ways
        await writing(name, options, async () => {
          await put(new Blob([bytes])).catch((error: Error) => {
            if (error.name === "QuotaExceededError") throw error;
            return put(bytes);
          });
        });
      },
      beside: (other) => this.file(nameBeside(name, other)),
      remove: async () => this.#run("readwrite", (store) => store.delete(name)),
    };
  }

  async list(): Promise<string[]> {
    const keys = await this.#run("readonly", (store) => store.getAllKeys());
    return keys.map(String).sort();
  }

  /** One request, to whose end it waits: what was written is there. */
  async #run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
    const opening = indexedDB.open(this.database, 1);
    opening.onupgradeneeded = () => void opening.result.createObjectStore(files);
    const database = await answerOf(opening);
    try {
      const transaction = database.transaction(files, mode, { durability: "strict" });
      const ended = new Promise<void>((resolve, reject) => {
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error ?? new Error("the transaction was aborted"));
      });
      const [value] = await Promise.all([answerOf(ask(transaction.objectStore(files))), ended]);
      return value;
    } finally {
      database.close();
    }
  }
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
