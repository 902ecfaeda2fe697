import { OptionError, refusal, StateError } from "@hornbeam/core";
import { codeOf } from "./_node.ts";
import { placeOf } from "./place.ts";

export interface WriteFileOptions {
  /** What the file is written for, for messages: `save Sequential "mnist"`. */
  readonly action: string;
  /** Whether a file that is there may be replaced; true unless given. */
  readonly overwrite?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a file whole or not at all: beside its place first, then to the disk, then to its name. Folders are made.
 *
 * @throws {StateError} when the file is there and must not be replaced, or when it cannot be written.
 * @throws {OptionError} where there are no files.
 */
export async function writeFile(target: string | URL, bytes: Uint8Array, options: WriteFileOptions): Promise<void> {
  const { action, overwrite = true, signal } = options;
  signal?.throwIfAborted();
  const hint = "In a page: take the bytes of `saveModelToBytes`, and store them or offer them as a download.";
  const place = placeOf(target, action, hint);
  if (place.kind === "address") {
    throw refusal(OptionError, { action, expected: "it can be saved to a path only", received: place.url, hint });
  }
  const { files, path } = place.node;
  const final = await files.realpath(place.path).catch(() => place.path); // what a link stands for is replaced, not the link
  if (
    !overwrite &&
    (await files.stat(final).then(
      () => true,
      () => false,
    ))
  ) {
    const expected = "the file must not exist yet where `overwrite` is false";
    throw refusal(StateError, { action, owner: place.path, expected, received: place.path });
  }
  const part = path.join(path.dirname(final), `.${path.basename(final)}.${globalThis.crypto.randomUUID()}.part`);
  try {
    await files.mkdir(path.dirname(final), { recursive: true });
    await files.writeFile(part, bytes, { flag: "wx", flush: true, signal });
    await files.rename(part, final);
  } catch (cause) {
    await files.rm(part, { force: true }).catch(() => undefined);
    if (signal?.aborted) throw signal.reason;
    const expected = `the file must be writable (${codeOf(cause)})`;
    throw refusal(StateError, { action, owner: place.path, expected, received: place.path, cause });
  }
}
