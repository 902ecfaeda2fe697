import { bytesOf } from "../image/file-image.ts";
import { checkOverwrite, readBlob, writing } from "./_read-blob.ts";
import type { StoredFile } from "./stored-file.ts";

/**
 * A file that a user chose for reading or writing: `await showSaveFilePicker()` gives its handle. Written whole or not at all.
 *
 * @see {@link https://developer.mozilla.org/docs/Web/API/FileSystemFileHandle | MDN: FileSystemFileHandle}
 * @example
 * await model.save(handleFile(await showSaveFilePicker({ suggestedName: "mnist.keras" })));
 */
export function handleFile(handle: FileSystemFileHandle): StoredFile {
  return fileOfHandle(handle.name, async () => handle);
}

/** A file whose handle is asked for when it is needed: `create` makes it, without it there may be none. */
export function fileOfHandle(
  name: string,
  find: (create: boolean) => Promise<FileSystemFileHandle | undefined>,
): StoredFile {
  // an empty file is one whose first writing was cut off
  const content = async () => {
    const blob = await (await find(false))?.getFile();
    return blob && blob.size > 0 ? blob : undefined;
  };
  return {
    name,
    read: async (options) => readBlob(await content(), name, options),
    write: async (image, options) => {
      await checkOverwrite(name, options, async () => (await content()) !== undefined);
      const bytes = bytesOf(image);
      await writing(name, options, async () => {
        const stream = await (await find(true))!.createWritable(); // beside the file, until it is closed
        try {
          await stream.write(bytes);
          options.signal?.throwIfAborted();
        } catch (error) {
          await stream.abort().catch(() => undefined);
          throw error;
        }
        await stream.close();
      });
    },
  };
}
