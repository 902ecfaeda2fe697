import { OptionError, refusal } from "@hornbeam/core";
import { type FileSource, fileOf } from "./file-of.ts";
import type { ReadFileOptions } from "./stored-file.ts";

/**
 * The bytes of a file.
 *
 * @throws {LoadingError} when there is none, when it cannot be read or fetched, or is larger than `maxBytes`.
 * @throws {OptionError} for a path where there are no files.
 */
export async function readFile(source: FileSource, options: ReadFileOptions): Promise<Uint8Array> {
  const { action, signal, maxBytes, onProgress } = options;
  signal?.throwIfAborted();
  if (maxBytes !== undefined && !(maxBytes >= 0)) {
    throw refusal(OptionError, { action, expected: "`maxBytes` must be a number from 0", received: maxBytes });
  }
  if (onProgress !== undefined && typeof onProgress !== "function") {
    throw refusal(OptionError, { action, expected: "`onProgress` must be a function", received: onProgress });
  }
  const hint = "In a page: pass a URL, the Blob of a picked file, a file of a store, or bytes.";
  const bytes = await fileOf(source, action, hint).read(options);
  signal?.throwIfAborted();
  return bytes;
}
