import { OptionError, refusal } from "@hornbeam/core";
import { LoadingError } from "../loading-error.ts";
import { codeOf } from "./_node.ts";
import { placeOf } from "./place.ts";

/** Where bytes come from: a path (in Node), an address, a file that a user picked, or the bytes themselves. */
export type FileSource = string | URL | Blob | Uint8Array | ArrayBuffer;

export interface ReadFileOptions {
  /** What the file is wanted for, for messages: "load a model". */
  readonly action: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The bytes of a file.
 *
 * @throws {LoadingError} when there is none, or it cannot be read or fetched.
 * @throws {OptionError} for a path where there are no files.
 */
export async function readFile(source: FileSource, { action, signal }: ReadFileOptions): Promise<Uint8Array> {
  signal?.throwIfAborted();
  // a plain view: Node's Buffer has a slice of its own
  if (source instanceof Uint8Array) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  if (source instanceof Blob) return new Uint8Array(await source.arrayBuffer());
  if ((typeof source !== "string" && !(source instanceof URL)) || String(source) === "") {
    throw refusal(OptionError, {
      action,
      expected: "the file must be a path, a URL, a Blob or bytes",
      received: source,
    });
  }
  const hint = "In a page: pass a URL, the Blob of a picked file, or bytes.";
  const place = placeOf(source, action, hint);
  if (place.kind === "address") return fetchBytes(place.url, action, signal);
  try {
    const bytes = await place.node.files.readFile(place.path, { signal });
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    const code = codeOf(cause);
    const expected =
      code === "ENOENT" ? "the file must exist; it was not found" : `the file must be readable (${code})`;
    throw refusal(LoadingError, { action, owner: place.path, expected, received: place.path, cause });
  }
}

async function fetchBytes(url: string, action: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  let answer: Response;
  try {
    answer = await fetch(url, { signal: signal ?? null });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    throw refusal(LoadingError, {
      action,
      owner: url,
      expected: "the file must be fetched, and could not be",
      received: url,
      cause,
    });
  }
  const expected = `the server must have the file, it answers ${answer.status} ${answer.statusText}`.trimEnd();
  throw refusal(LoadingError, { action, owner: url, expected, received: url });
}
