/** The parts of Node used here; its own types would be needed by everyone who compiles against this package. */
export interface NodeFiles {
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  readFile(path: string, options: { signal?: AbortSignal | undefined }): Promise<Uint8Array<ArrayBuffer>>;
  writeFile(
    path: string,
    bytes: Uint8Array,
    options: { flag: "wx"; flush: true; signal?: AbortSignal | undefined },
  ): Promise<void>;
  realpath(path: string): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: true }): Promise<void>;
  stat(path: string): Promise<unknown>;
}
export interface NodeParts {
  readonly files: NodeFiles;
  readonly path: { dirname(path: string): string; basename(path: string): string; join(...parts: string[]): string };
  readonly url: { fileURLToPath(url: URL | string): string };
}

/** Node's modules without an import, which bundlers for pages would stumble over; undefined elsewhere. */
export function nodeParts(): NodeParts | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
  if (files === undefined) return undefined;
  const path = process?.getBuiltinModule?.("node:path") as NodeParts["path"];
  const url = process?.getBuiltinModule?.("node:url") as NodeParts["url"];
  return { files, path, url };
}

/** What Node calls an error of the file system: `ENOENT`. */
export function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return String(code ?? message ?? error);
}
