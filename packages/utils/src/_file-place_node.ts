import { ConfigError, refusal } from "@hornbeam/core";
import type { FilePlace } from "./_file-place.ts";

/** The parts of Node used here; its own types would be needed by everyone who compiles against this package. */
interface NodeFiles {
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  readFile(path: string): Promise<Uint8Array<ArrayBuffer>>;
  writeFile(path: string, bytes: Uint8Array, options: { flag: "wx"; flush: true }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: true }): Promise<void>;
  stat(path: string): Promise<{ isFile(): boolean }>;
  access(path: string, mode: number): Promise<void>;
}
interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
  readonly env: Readonly<Record<string, string | undefined>>;
}
interface NodeParts {
  readonly env: NodeProcess["env"];
  readonly files: NodeFiles;
  readonly path: {
    join(...parts: string[]): string;
    resolve(...parts: string[]): string;
    dirname(path: string): string;
  };
  readonly os: { homedir(): string; tmpdir(): string };
}

/** Node's modules without an import, which bundlers for pages would stumble over; undefined elsewhere. */
export function nodeParts(): NodeParts | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  const files = process?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
  if (process === undefined || files === undefined) return undefined;
  const path = process.getBuiltinModule?.("node:path") as NodeParts["path"];
  const os = process.getBuiltinModule?.("node:os") as NodeParts["os"];
  return { env: process.env, files, path, os };
}

/** A file in `<cacheDir>/<cacheSubdir>`, where Keras for Python keeps its own. */
export async function filePlace(
  node: NodeParts,
  {
    name,
    cacheDir,
    cacheSubdir,
    action,
  }: { name: string; cacheDir?: string | undefined; cacheSubdir: string; action: string },
): Promise<FilePlace> {
  const { files, path, os } = node;
  const base =
    cacheDir === undefined ? await kerasHome(node) : path.resolve(cacheDir.replace(/^~(?=$|[\\/])/, os.homedir()));
  const file = path.resolve(base, cacheSubdir, name);

  const attempt = async <T>(expected: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      throw refusal(ConfigError, { action, expected: `${file} must be ${expected}`, received: codeOf(cause), cause });
    }
  };
  return {
    path: file,
    hint: `Without a network, put the file at ${file}.`,
    exists: () =>
      attempt("a file", async () => {
        const found = await orMissing(files.stat(file));
        if (found !== undefined && !found.isFile()) throw new Error("EISDIR");
        return found !== undefined;
      }),
    read: () =>
      attempt("readable", async () => {
        const bytes = await orMissing(files.readFile(file));
        // a Buffer's own `slice` shares memory, which no one expects of a Uint8Array
        return bytes && new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
      }),
    write: (bytes) =>
      attempt("writable", async () => {
        await files.mkdir(path.dirname(file), { recursive: true });
        const part = `${file}.${globalThis.crypto.randomUUID()}.part`;
        try {
          await files.writeFile(part, bytes, { flag: "wx", flush: true });
          await files.rename(part, file);
        } finally {
          await files.rm(part, { force: true });
        }
      }),
  };
}

/** `KERAS_HOME`, else `~/.keras`, else, where that cannot be written, a folder for temporary files. */
async function kerasHome({ env, files, path, os }: NodeParts): Promise<string> {
  if (env.KERAS_HOME) return path.resolve(env.KERAS_HOME);
  const home = path.join(os.homedir(), ".keras");
  try {
    await files.mkdir(home, { recursive: true });
    await files.access(home, 2); // W_OK
    return home;
  } catch {
    return path.join(os.tmpdir(), ".keras");
  }
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code ?? message ?? error;
}
