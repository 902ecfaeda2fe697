import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs something in a new and empty folder, to which its relative file names belong. The folder is removed. */
export async function inEmptyFolder<T>(body: (folder: string) => Promise<T>): Promise<T> {
  const before = process.cwd();
  const folder = await mkdtemp(join(tmpdir(), "hornbeam-case-"));
  process.chdir(folder);
  try {
    return await body(folder);
  } finally {
    process.chdir(before);
    await rm(folder, { recursive: true, force: true });
  }
}
