import { KerasError, refusal, StateError } from "@hornbeam/core";
import type { FileImage } from "../image/file-image.ts";
import { inBlocks } from "../image/in-blocks.ts";
import { LoadingError } from "../loading-error.ts";
import { ByteCollector } from "./_byte-collector.ts";
import { codeOf, isSystemError, type NodeHandle, type NodeParts } from "./_node.ts";
import type { ReadFileOptions, StoredFile, WriteFileOptions } from "./stored-file.ts";

/** A file of Node's. */
export function pathFile(given: string, node: NodeParts): StoredFile {
  return {
    name: given,
    read: (options) => readPath(given, node, options),
    write: (image, options) => writePath(given, image, node, options),
    beside: (name) => pathFile(node.path.join(node.path.dirname(given), name), node),
    remove: () => node.files.rm(given, { force: true }),
  };
}

const runBytes = 2 ** 26;

async function readPath(path: string, { files }: NodeParts, options: ReadFileOptions): Promise<Uint8Array> {
  return reading(path, options, async () => {
    const handle = await files.open(path, "r");
    try {
      return await readHandle(path, handle, options);
    } finally {
      await handle.close();
    }
  });
}

/** All bytes of an open file. */
export async function readHandle(path: string, handle: NodeHandle, options: ReadFileOptions): Promise<Uint8Array> {
  const { size } = await handle.stat();
  const collector = new ByteCollector(path, options, size, true);
  for (let at = 0; at < size; ) {
    options.signal?.throwIfAborted();
    const room = collector.room();
    const { bytesRead } = await handle.read(room, 0, Math.min(room.length, runBytes));
    if (bytesRead === 0) break; // it was cut meanwhile: its format will tell
    collector.took(bytesRead);
    at += bytesRead;
  }
  return collector.finish();
}

/** Makes errors of the file system those of a reader. */
export async function reading<T>(
  path: string,
  { action, signal }: ReadFileOptions,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof KerasError) throw cause;
    const code = codeOf(cause);
    const expected =
      code === "ENOENT" ? "the file must exist; it was not found" : `the file must be readable (${code})`;
    throw refusal(LoadingError, { action, owner: path, expected, received: path, cause });
  }
}

/** Writes beside the place first, then to the disk, then to the name. */
async function writePath(given: string, image: FileImage, node: NodeParts, options: WriteFileOptions): Promise<void> {
  const { action, overwrite = true, signal } = options;
  const { files, path } = node;
  const final = await files.realpath(given).catch(() => given); // what a link stands for is replaced, not the link
  const exists = async (): Promise<boolean> =>
    files.stat(final).then(
      () => true,
      () => false,
    );
  if (!overwrite && (await exists())) {
    const expected = "the file must not exist yet where `overwrite` is false";
    throw refusal(StateError, { action, owner: given, expected, received: given });
  }
  const part = path.join(path.dirname(final), `.${path.basename(final)}.${globalThis.crypto.randomUUID()}.part`);
  try {
    await files.mkdir(path.dirname(final), { recursive: true });
    await writePieces(part, image, node);
    signal?.throwIfAborted();
    await files.rename(part, final);
  } catch (cause) {
    await files.rm(part, { force: true }).catch(() => undefined);
    throw notWritten(cause, given, options);
  }
}

/** The error for what went wrong while a file was written. */
export function notWritten(cause: unknown, given: string, { action, signal }: WriteFileOptions): unknown {
  if (signal?.aborted) return signal.reason;
  // what goes wrong while weights are fetched is no matter of the file
  if (cause instanceof KerasError || !isSystemError(cause)) return cause;
  const expected = `the file must be writable (${codeOf(cause)})`;
  return refusal(StateError, { action, owner: given, expected, received: given, cause });
}

/** Writes a new file, to the disk. */
export async function writePieces(part: string, image: FileImage, { syncFiles }: NodeParts): Promise<void> {
  const file = syncFiles.openSync(part, "wx");
  try {
    for (const { at, bytes } of inBlocks(image)) {
      for (let done = 0; done < bytes.length; )
        done += syncFiles.writeSync(file, bytes, done, bytes.length - done, at + done);
    }
    syncFiles.ftruncateSync(file, image.length);
    await new Promise<void>((resolve, reject) => {
      syncFiles.fsync(file, (error) => (error ? reject(error) : resolve()));
    });
  } finally {
    syncFiles.closeSync(file);
  }
}
