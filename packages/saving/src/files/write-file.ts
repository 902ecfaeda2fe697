import { OptionError, refusal } from "@hornbeam/core";
import { type FileImage, imageOf } from "../image/file-image.ts";
import { type FileTarget, fileOf } from "./file-of.ts";
import type { WriteFileOptions } from "./stored-file.ts";

/**
 * Writes a file whole or not at all: beside its place first, then to the disk, then to its name. Folders are made.
 *
 * @throws {StateError} when the file is there and must not be replaced, or when it cannot be written.
 * @throws {OptionError} where there are no files.
 */
export async function writeFile(
  target: FileTarget,
  content: Uint8Array | FileImage,
  options: WriteFileOptions,
): Promise<void> {
  const { action, signal } = options;
  signal?.throwIfAborted();
  const hint =
    "In a page: save to a file of a store (`IndexedDBStore`, `OpfsStore`), to `downloadFile(name)`, or take the bytes of `saveModelToBytes`.";
  const file = fileOf(target, action, hint);
  if (file.write) {
    await file.write(content instanceof Uint8Array ? imageOf(content) : content, options);
    return;
  }
  const expected = "it can be saved to a path or a store's file only";
  throw refusal(OptionError, { action, expected, received: String(target), hint });
}
