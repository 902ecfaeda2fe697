import { ConfigError, refusal } from "@hornbeam/core";
import type { Files } from "./_files.ts";
import { folderOf } from "./_paths.ts";

/** The parts of Node used here; its own types would be needed by everyone who compiles against this package. */
interface NodeFiles {
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  readFile(path: string, encoding: "utf8"): Promise<string>;
  writeFile(path: string, content: string | Uint8Array): Promise<void>;
  appendFile(path: string, content: string | Uint8Array): Promise<void>;
  copyFile(from: string, to: string): Promise<void>;
  rm(path: string, options: { recursive: true; force: true }): Promise<void>;
  stat(path: string): Promise<{ isDirectory(): boolean }>;
}
interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** Node's files without an import, which bundlers for pages would stumble over; undefined elsewhere. */
export function nodeFiles(): Files | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  const fs = process?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
  if (!fs) return undefined;
  const makeFolder = async (path: string): Promise<void> => {
    if (path !== "") await attempt(`make the folder "${path}"`, fs.mkdir(path, { recursive: true }));
  };
  const stat = (path: string) => orMissing(attempt(`look at "${path}"`, fs.stat(path)));
  return {
    makeFolder,
    exists: async (path) => (await stat(path)) !== undefined,
    isFolder: async (path) => (await stat(path))?.isDirectory() === true,
    readText: (path) => orMissing(attempt(`read "${path}"`, fs.readFile(path, "utf8"))),
    async write(path, content) {
      await makeFolder(folderOf(path));
      await attempt(`write "${path}"`, fs.writeFile(path, content));
    },
    async append(path, content) {
      await makeFolder(folderOf(path));
      await attempt(`append to "${path}"`, fs.appendFile(path, content));
    },
    copy: (from, to) => attempt(`copy "${from}" to "${to}"`, fs.copyFile(from, to)),
    remove: (path) => attempt(`remove "${path}"`, fs.rm(path, { recursive: true, force: true })),
  };
}

async function attempt<T>(action: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    throw refusal(ConfigError, { action, expected: "the file system must allow it", received: code ?? message, cause });
  }
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ConfigError && ["ENOENT", "ENOTDIR"].includes(error.received as string)) return undefined;
    throw error;
  }
}
