import { ConfigError, refusal } from "@hornbeam/core";

interface NodeFiles {
  readFile(path: URL, options: { signal?: AbortSignal }): Promise<Uint8Array<ArrayBuffer>>;
}
interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** A file that is published with this package: from the file system in Node, fetched in a page. */
export async function readAsset(
  url: URL,
  action: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return url.protocol === "file:" ? await readFile(url, signal) : await fetchBytes(url, signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw refusal(ConfigError, {
      action,
      expected: `${url.href.slice(0, 200)} must be readable`,
      received: (cause as Error).message,
      hint: "The file is in the folder assets of @hornbeam/datasets. A bundler that leaves it behind must copy it, or leave the package out.",
      cause,
    });
  }
}

async function readFile(url: URL, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const { process } = globalThis as { process?: NodeProcess };
  const files = process?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
  if (files === undefined) throw new Error("there is no file system");
  const { buffer, byteOffset, length } = await files.readFile(url, signal ? { signal } : {});
  return new Uint8Array(buffer, byteOffset, length); // not the Buffer that it is
}

async function fetchBytes(url: URL, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url, signal ? { signal } : {});
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  return new Uint8Array(await response.arrayBuffer());
}
