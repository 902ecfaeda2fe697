import { ConfigError, refusal, StateError } from "@hornbeam/core";

interface NodeFiles {
  readFile(path: string): Promise<Uint8Array>;
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
}

/** Node's files without an import, which bundlers for pages would stumble over. */
function nodeFiles(action: string): NodeFiles {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const files = process?.getBuiltinModule?.("node:fs/promises") as NodeFiles | undefined;
  if (files !== undefined) return files;
  const hint = "In a page, `loadImg` takes the bytes of a file, and `imgToArray` the ImageData of a canvas.";
  throw refusal(StateError, { action, expected: "there must be a file system, as Node has it", hint });
}

export async function readBytes(path: string, action: string): Promise<Uint8Array> {
  const files = nodeFiles(action);
  return attempt(action, `${path} must be readable`, () => files.readFile(path));
}

export async function writeBytes(path: string, bytes: Uint8Array, action: string): Promise<void> {
  const files = nodeFiles(action);
  await attempt(action, `${path} must be writable`, () => files.writeFile(path, bytes));
}

async function attempt<T>(action: string, expected: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const received = (cause as { code?: unknown }).code ?? (cause as Error).message;
    throw refusal(ConfigError, { action, expected, received, cause });
  }
}
