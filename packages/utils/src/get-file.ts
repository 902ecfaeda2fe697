import { ConfigError, OptionError, refusal, show } from "@hornbeam/core";
import { type DownloadProgress, download } from "./_download.ts";
import { digestOf, type FileHash, readHash } from "./_file-hash.ts";
import type { FilePlace } from "./_file-place.ts";
import { pagePlace } from "./_file-place_browser.ts";
import { filePlace, nodeParts } from "./_file-place_node.ts";
import { checkOption, checkOptions } from "./_options.ts";

/** What to fetch, what it must be, and where to keep it. */
export interface GetFileOptions {
  /** URL of the file, `http:` or `https:`. */
  readonly origin: string;
  /** Name of the file in the cache; the last part of the URL's path unless given. */
  readonly fname?: string | undefined;
  /** SHA-256 of the file as 64 hexadecimal digits, or its MD5 as 32. */
  readonly fileHash?: string | undefined;
  /** Whether to fetch the file even if it is there. */
  readonly forceDownload?: boolean | undefined;
  /** Folder of the cache; `KERAS_HOME`, or else `~/.keras`, unless given. In a page, the name of its cache. */
  readonly cacheDir?: string | undefined;
  /** Folder within `cacheDir`, or an absolute path; `"datasets"` unless given. */
  readonly cacheSubdir?: string | undefined;
  /** Stops the download. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

/** A file that is at hand. */
export interface CachedFile {
  readonly name: string;
  /** Where it is in the file system; null in a page. */
  readonly path: string | null;
  bytes(): Promise<Uint8Array<ArrayBuffer>>;
}

const known = "origin fname fileHash forceDownload cacheDir cacheSubdir signal onProgress".split(" ");

/**
 * Fetches a file once: later calls find it in the cache, which Node shares with Keras for Python
 * (`~/.keras/datasets`); a page keeps it in its Cache API.
 *
 * With a hash, a file in the cache that has another one is fetched again, and a fetched file that has another one
 * is not kept. The file appears in the cache whole or not at all.
 *
 * @throws {OptionError} when an option is unknown or not acceptable.
 * @throws {ConfigError} when the file cannot be fetched or kept, or is not the one that the hash names.
 * @see {@link https://keras.io/api/utils/python_utils/#get_file-function | keras.utils.get_file}; differs from it
 *   in what it returns (a page has no paths), and extracts nothing
 * @example
 * const file = await getFile({ origin: "https://example.org/words.txt", cacheSubdir: "texts" });
 * file.name; // "words.txt"
 */
export async function getFile(options: GetFileOptions): Promise<CachedFile> {
  const { origin, name, hash, cacheSubdir, action } = readOptions(options);
  const { cacheDir, forceDownload, signal, onProgress } = options;
  signal?.throwIfAborted();
  const node = nodeParts();
  const place = node
    ? await filePlace(node, { name, cacheDir, cacheSubdir, action })
    : await pagePlace(origin, cacheDir ?? "keras", globalThis.caches as CacheStorage | undefined);
  const cached = (bytes?: Uint8Array<ArrayBuffer>): CachedFile => ({
    name,
    path: place.path,
    bytes: async () => bytes ?? readAgain(place, action),
  });

  let hint = place.hint;
  if (!forceDownload && (await place.exists())) {
    if (hash === undefined) return cached();
    const held = await place.read();
    if (held !== undefined) {
      if ((await digestOf(held, hash.algorithm, action)) === hash.digest) return cached(held);
      hint = `The file in the cache has another ${hash.algorithm}, and is to be replaced. ${hint}`;
    }
  }
  const bytes = await download(origin, { action, hint, signal, onProgress });
  if (hash !== undefined) await checkHash(bytes, hash, action);
  signal?.throwIfAborted();
  await place.write(bytes);
  return cached(bytes);
}

function readOptions(options: GetFileOptions) {
  checkOptions("get a file", options, known);
  const { origin, fname, fileHash, forceDownload, cacheDir, cacheSubdir, signal, onProgress } = options;
  const url = typeof origin === "string" && URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    const expected = "`origin` must be an http or https URL";
    throw refusal(OptionError, { action: "get a file", option: "origin", expected, received: origin });
  }
  const name: unknown = fname ?? url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  // a name, not a path: it must not lead out of the cache
  if (typeof name !== "string" || name === "" || name === "." || name === ".." || /[/\\:\0]/.test(name)) {
    const expected = "`fname` must be the name of a file without a path";
    throw refusal(OptionError, { action: "get a file", option: "fname", expected, received: name });
  }
  const action = `get file ${show(name)}`;
  checkOption(action, "fileHash", fileHash, "a string", typeof fileHash === "string");
  checkOption(action, "forceDownload", forceDownload, "a boolean", typeof forceDownload === "boolean");
  checkOption(action, "cacheDir", cacheDir, "a string", typeof cacheDir === "string" && cacheDir !== "");
  checkOption(action, "cacheSubdir", cacheSubdir, "a string", typeof cacheSubdir === "string");
  checkOption(action, "signal", signal, "an AbortSignal", signal instanceof AbortSignal);
  checkOption(action, "onProgress", onProgress, "a function", typeof onProgress === "function");
  const hash = fileHash === undefined ? undefined : readHash(fileHash, action);
  return { origin: url, name, hash, cacheSubdir: cacheSubdir ?? "datasets", action };
}

async function checkHash(bytes: Uint8Array<ArrayBuffer>, hash: FileHash, action: string): Promise<void> {
  const received = await digestOf(bytes, hash.algorithm, action);
  if (received === hash.digest) return;
  throw refusal(ConfigError, {
    action,
    expected: `the ${hash.algorithm} of what was fetched must be ${show(hash.digest)}`,
    received,
    hint: "The file is incomplete, or not the one that was meant; it was not kept.",
  });
}

async function readAgain(place: FilePlace, action: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await place.read();
  if (bytes !== undefined) return bytes;
  throw refusal(ConfigError, { action, expected: `${place.path ?? "the page's cache"} must still hold the file` });
}
