import { KerasError, refusal } from "@hornbeam/core";
import { LoadingError } from "../loading-error.ts";
import { addStream } from "./_add-stream.ts";
import { ByteCollector } from "./_byte-collector.ts";
import type { ReadFileOptions, StoredFile } from "./stored-file.ts";

/** A file on a server. */
export function addressFile(url: string): StoredFile {
  return {
    name: url.replace(/[?#].*$/s, ""),
    read: (options) => fetchBytes(url, options),
    // what comes behind the path is for that file alone
    beside: (name) => addressFile(url.replace(/[?#].*$/s, "").replace(/[^/]*$/, encodeURIComponent(name))),
  };
}

async function fetchBytes(url: string, options: ReadFileOptions): Promise<Uint8Array> {
  const { action, signal } = options;
  let answer: Response;
  try {
    answer = await fetch(url, { signal: signal ?? null });
    if (answer.ok) return await bodyOf(answer, url, options);
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (cause instanceof KerasError) throw cause;
    const expected = "the file must be fetched, and could not be";
    throw refusal(LoadingError, { action, owner: url, expected, received: url, cause });
  }
  const expected = `the server must have the file, it answers ${answer.status} ${answer.statusText}`.trimEnd();
  throw refusal(LoadingError, { action, owner: url, expected, received: url });
}

async function bodyOf(answer: Response, url: string, options: ReadFileOptions): Promise<Uint8Array> {
  const declared = Number(answer.headers.get("content-length") ?? Number.NaN);
  // of a body that was packed for the way, the length is that of the package
  const packed = (answer.headers.get("content-encoding") ?? "identity") !== "identity";
  const total = Number.isSafeInteger(declared) && declared >= 0 && !packed ? declared : null;
  const collector = new ByteCollector(url, options, total, false);
  if (answer.body) await addStream(answer.body, collector, options.signal);
  return collector.finish();
}
