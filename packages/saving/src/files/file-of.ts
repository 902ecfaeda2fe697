import { OptionError, refusal } from "@hornbeam/core";
import { type NodeParts, nodeParts } from "./_node.ts";
import { addressFile } from "./address-file.ts";
import { blobFile } from "./blob-file.ts";
import { pathFile } from "./path-file_node.ts";
import type { StoredFile } from "./stored-file.ts";

/** Where bytes come from: a path (in Node), an address, a file that a user picked, a file of a store, or the bytes themselves. */
export type FileSource = string | URL | Blob | Uint8Array | ArrayBuffer | StoredFile;
/** Where bytes go: a path (in Node), or a file of a store. */
export type FileTarget = string | URL | StoredFile;

/** Letters and a colon; one letter is a drive. */
const scheme = /^[a-z][a-z0-9+.-]+:/i;

/**
 * The file that a source stands for.
 *
 * @param action What it is wanted for, for messages.
 * @param hint The way out where there are no paths.
 * @throws {OptionError} for what stands for no file, and for a path where there are none.
 */
export function fileOf(source: FileSource, action: string, hint: string): StoredFile {
  if (source instanceof Uint8Array) return bytesFile(source);
  if (source instanceof ArrayBuffer) return bytesFile(new Uint8Array(source));
  if (source instanceof Blob) return blobFile(source);
  if (isStoredFile(source)) return source;
  if ((typeof source !== "string" && !(source instanceof URL)) || String(source) === "") {
    const expected = "the file must be a path, a URL, a Blob, a file of a store, or bytes";
    throw refusal(OptionError, { action, expected, received: source });
  }
  const text = String(source);
  if (scheme.test(text) && !/^file:/i.test(text)) return addressFile(text);
  const found = pathOf(source);
  if (found) return pathFile(found.path, found.node);
  const expected = "a path needs the files of Node, which are not here";
  throw refusal(OptionError, { action, expected, received: text, hint });
}

/** The path that a source is, and Node's files; undefined for other sources, and where there are no paths. */
export function pathOf(source: FileSource): { readonly path: string; readonly node: NodeParts } | undefined {
  if (typeof source !== "string" && !(source instanceof URL)) return undefined;
  const text = String(source);
  const isAddress = scheme.test(text);
  const node = text === "" || (isAddress && !/^file:/i.test(text)) ? undefined : nodeParts();
  return node && { path: isAddress ? node.url.fileURLToPath(text) : text, node };
}

/** The last part of a source's name; empty for bytes. */
export function fileName(source: FileSource): string {
  if (isStoredFile(source)) return source.name;
  if (source instanceof Blob) return blobFile(source).name;
  if (typeof source !== "string" && !(source instanceof URL)) return "";
  return scheme.test(String(source)) ? String(source).replace(/[?#].*$/s, "") : String(source);
}

export function isStoredFile(value: unknown): value is StoredFile {
  if (typeof value !== "object" || value === null) return false;
  const { name, read } = value as Partial<StoredFile>;
  return typeof name === "string" && typeof read === "function";
}

/** Bytes that are at hand; a copy, since they are the caller's. */
function bytesFile(bytes: Uint8Array): StoredFile {
  return { name: "", read: async () => Uint8Array.from(bytes) };
}
