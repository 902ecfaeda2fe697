import { nodeModule } from "./_node.ts";

interface Files {
  mkdir(path: string, options: { recursive: boolean }): Promise<unknown>;
  writeFile(path: string, content: string | Uint8Array, options: { signal?: AbortSignal }): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { force: boolean }): Promise<void>;
}
interface Paths {
  dirname(path: string): string;
  resolve(path: string): string;
}

/** Writes a file under another name and then renames it, so that nobody sees half of it. Makes its folder. */
export async function writeWhole(
  path: string | URL,
  content: string | Uint8Array,
  signal?: AbortSignal,
): Promise<string> {
  const files = nodeModule<Files>("node:fs/promises")!;
  const paths = nodeModule<Paths>("node:path")!;
  const { fileURLToPath } = nodeModule<{ fileURLToPath(url: URL): string }>("node:url")!;
  const target = paths.resolve(path instanceof URL ? fileURLToPath(path) : path);
  const draft = `${target}.${crypto.randomUUID().slice(0, 8)}.part`;
  await files.mkdir(paths.dirname(target), { recursive: true });
  try {
    await files.writeFile(draft, content, signal ? { signal } : {});
    signal?.throwIfAborted();
    await files.rename(draft, target);
  } finally {
    await files.rm(draft, { force: true });
  }
  return target;
}
