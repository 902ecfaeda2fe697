import { refusal, StateError } from "@hornbeam/core";
import { LoadingError } from "../loading-error.ts";
import { blobFile } from "./blob-file.ts";
import type { ReadFileOptions, WriteFileOptions } from "./stored-file.ts";

/** The bytes of what a store has under a name; undefined is nothing. */
export async function readBlob(blob: Blob | undefined, name: string, options: ReadFileOptions): Promise<Uint8Array> {
  if (blob) return blobFile(blob).read(options);
  const expected = "the file must be in the store; it was not found";
  throw refusal(LoadingError, { action: options.action, owner: name, expected, received: name });
}

/** Refuses to write over a file that must stay. */
export async function checkOverwrite(
  name: string,
  { action, overwrite = true, signal }: WriteFileOptions,
  exists: () => Promise<boolean>,
): Promise<void> {
  signal?.throwIfAborted();
  if (overwrite || !(await exists())) return;
  const expected = "the file must not exist yet where `overwrite` is false";
  throw refusal(StateError, { action, owner: name, expected, received: name });
}

/** Runs what a store does, whose errors become those of files: no room, for example. */
export async function writing(
  name: string,
  { action, signal }: WriteFileOptions,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const why = cause instanceof Error ? cause.name : String(cause);
    throw refusal(StateError, {
      action,
      owner: name,
      expected: `the file must be writable (${why})`,
      received: name,
      cause,
    });
  }
}
