import { ConfigError, OptionError, refusal } from "@hornbeam/core";
import { checkOption, checkOptions } from "../_options.ts";
import { gunzip, isGzip } from "./_gunzip.ts";
import { blockSize, readHeader, shown, text } from "./_header.ts";
import { writeFiles } from "./_write-files_node.ts";

export interface ReadTarOptions {
  /** Name of the file, for errors. */
  readonly name?: string | undefined;
  /** Most bytes that a gzipped archive may inflate to; 16 MiB or 100 times its size unless given. */
  readonly maxBytes?: number | undefined;
  /** Folder to write the files into, in Node; none unless given. Nothing is written before all was read. */
  readonly folder?: string | undefined;
  /** Stops the reading. */
  readonly signal?: AbortSignal | undefined;
}

const longestName = 4096;

/**
 * The files of a tar archive, plain or gzipped, by their paths in the order of the archive.
 *
 * Members that are not files or folders (links, devices, sparse files) are refused, and so are paths that lead out of the
 * archive, files given twice, and archives that inflate to far more than their size.
 *
 * @throws {ConfigError} when the archive is damaged, or holds what is refused.
 * @see {@link https://keras.io/api/utils/python_utils/#get_file-function | keras.utils.get_file}, whose `extract` this is
 * @example
 * const files = await readTar(bytes);
 * const batch = files.get("cifar-10-batches-py/data_batch_1");
 */
export async function readTar(
  bytes: Uint8Array,
  options: ReadTarOptions = {},
): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  checkOptions("read tar", options, ["name", "maxBytes", "folder", "signal"]);
  const { name, maxBytes, folder, signal } = options;
  const action = name === undefined ? "read tar" : `read tar ${JSON.stringify(name)}`;
  if (!(bytes instanceof Uint8Array)) {
    throw refusal(OptionError, { action, expected: "it must be a Uint8Array", received: bytes });
  }
  checkOption(action, "maxBytes", maxBytes, "a number of bytes", Number.isSafeInteger(maxBytes) && maxBytes! >= 0);
  checkOption(action, "folder", folder, "a path", typeof folder === "string" && folder !== "");
  signal?.throwIfAborted();
  const { buffer, byteOffset, length } = bytes;
  const plain = buffer instanceof ArrayBuffer ? new Uint8Array(buffer, byteOffset, length) : new Uint8Array(bytes);
  const files = filesIn(isGzip(plain) ? await gunzip(plain, { action, maxBytes, signal }) : plain, action);
  if (folder !== undefined) await writeFiles(folder, files, action);
  return files;
}

function filesIn(bytes: Uint8Array<ArrayBuffer>, action: string): Map<string, Uint8Array<ArrayBuffer>> {
  const refuse = (expected: string) => refusal(ConfigError, { action, expected });
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  let longName: string | undefined;
  let at = 0;
  for (;;) {
    if (at + blockSize > bytes.length) throw refuse("it must end with an empty block: it is truncated, or not a tar");
    const block = bytes.subarray(at, at + blockSize);
    if (block.every((byte) => byte === 0)) return files;
    const { name: shortName, size, type } = readHeader(block, action);
    const from = at + blockSize;
    const path = type === "file" || type === "folder" ? (longName ?? shortName) : shortName;
    if (from + size > bytes.length) {
      throw refuse(`its member ${shown(path)} must lie within it: ${size} bytes are declared, it is truncated`);
    }
    const content = bytes.subarray(from, from + size);
    at = from + Math.ceil(size / blockSize) * blockSize;
    if (type === "long name" || type === "attributes") {
      if (type === "long name" && size > longestName)
        throw refuse(`a path must not be larger than ${longestName} bytes`);
      longName = type === "long name" ? text(content) : (pathIn(content, refuse) ?? longName);
      continue;
    }
    longName = undefined;
    checkPath(path, refuse);
    if (type === "folder") continue;
    if (files.has(path)) throw refuse(`its member ${shown(path)} must not be there twice`);
    files.set(path, content.slice()); // of their own, so that one file does not keep all of them
  }
}

/** A path names a place below the archive's root, and nothing else, on any system. */
function checkPath(path: string, refuse: (expected: string) => ConfigError): void {
  const parts = path
    .replace(/\/+$/, "")
    .replace(/^(\.\/)+/, "")
    .split("/");
  const leaves = /^\/|[\\\0]|^[a-z]:/i.test(path) || parts.some((part) => part === ".." || part === "");
  if (leaves) throw refuse(`the path of its member ${shown(path)} must stay within the folder, it leads outside`);
}

/** The path among the attributes that stand before a member: `27 path=…` a line, which says its own length. */
function pathIn(content: Uint8Array, refuse: (expected: string) => ConfigError): string | undefined {
  let found: string | undefined;
  for (let at = 0; at < content.length; ) {
    const [head = "", digits = "0"] = /^(\d{1,6}) /.exec(text(content.subarray(at, at + 8))) ?? [];
    const end = at + Number(digits);
    const line = end > at + head.length && end <= content.length ? content.subarray(at + head.length, end) : undefined;
    if (line === undefined || head === "" || line.at(-1) !== 10)
      throw refuse("its attributes must be lines of the length that they say: it is corrupt");
    const [, key, value] = /^([^=]*)=([\s\S]*)\n$/.exec(new TextDecoder().decode(line)) ?? [];
    if (key === "path") found = value;
    if (key === "size" || key?.startsWith("GNU.sparse"))
      throw refuse(`its members must not have the attribute ${shown(key)}, which is not supported`);
    at = end;
  }
  return found;
}
