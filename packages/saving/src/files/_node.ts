/** The parts of Node used here; its own types would be needed by everyone who compiles against this package. */
export interface NodeHandle {
  stat(): Promise<NodeStat>;
  read(into: Uint8Array, offset: number, length: number): Promise<{ readonly bytesRead: number }>;
  close(): Promise<void>;
}
export interface NodeStat {
  readonly size: number;
  isFile(): boolean;
  isDirectory(): boolean;
}
export interface NodeEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
}
export interface NodeFiles {
  readonly constants: { readonly O_RDONLY: number; readonly O_NOFOLLOW?: number; readonly O_NONBLOCK?: number };
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  open(path: string, flags: "r" | number): Promise<NodeHandle>;
  readdir(path: string, options: { withFileTypes: true }): Promise<NodeEntry[]>;
  realpath(path: string): Promise<string>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: true; recursive?: boolean }): Promise<void>;
  stat(path: string): Promise<NodeStat>;
}
/** Writing does not give way to other work before all bytes are taken. */
export interface NodeSyncFiles {
  openSync(path: string, flags: "wx"): number;
  writeSync(file: number, bytes: Uint8Array, offset: number, length: number, at: number): number;
  ftruncateSync(file: number, length: number): void;
  fsync(file: number, done: (error: Error | null) => void): void;
  closeSync(file: number): void;
}
export interface NodeParts {
  readonly files: NodeFiles;
  readonly syncFiles: NodeSyncFiles;
  readonly path: { dirname(path: string): string; basename(path: string): string; join(...parts: string[]): string };
  readonly url: { fileURLToPath(url: URL | string): string };
}

/** Node's modules without an import, which bundlers for pages would stumble over; undefined elsewhere. */
export function nodeParts(): NodeParts | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
  if (files === undefined) return undefined;
  const syncFiles = process?.getBuiltinModule?.("node:fs") as NodeSyncFiles;
  const path = process?.getBuiltinModule?.("node:path") as NodeParts["path"];
  const url = process?.getBuiltinModule?.("node:url") as NodeParts["url"];
  return { files, syncFiles, path, url };
}

/** What Node calls an error of the file system: `ENOENT`. */
export function codeOf(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return String(code ?? message ?? error);
}

/** Whether an error is of the file system. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as { code?: unknown }).code === "string";
}
