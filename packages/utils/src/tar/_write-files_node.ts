import { OptionError, refusal, StateError } from "@hornbeam/core";

interface Files {
  mkdir(path: string, options: { recursive: true }): Promise<unknown>;
  realpath(path: string): Promise<string>;
  rm(path: string, options: { force: true }): Promise<void>;
  writeFile(path: string, bytes: Uint8Array, options: { flag: "wx" }): Promise<void>;
}
interface Paths {
  readonly sep: string;
  dirname(path: string): string;
  join(...parts: string[]): string;
}

/** Writes files below a folder, and never through a link that leads out of it. */
export async function writeFiles(
  folder: string,
  files: ReadonlyMap<string, Uint8Array>,
  action: string,
): Promise<void> {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  const fs = process?.getBuiltinModule?.("node:fs/promises") as Files | undefined;
  const path = process?.getBuiltinModule?.("node:path") as Paths | undefined;
  if (!fs || !path) {
    const expected = "`folder` needs the files of Node, which are not here";
    throw refusal(OptionError, { action, option: "folder", expected, received: folder });
  }
  await fs.mkdir(folder, { recursive: true });
  const root = await fs.realpath(folder);
  for (const [name, bytes] of files) {
    const target = path.join(root, name);
    await fs.mkdir(path.dirname(target), { recursive: true });
    const parent = await fs.realpath(path.dirname(target));
    if (parent !== root && !parent.startsWith(`${root}${path.sep}`)) {
      const expected = "a file must be written within the folder: a link there leads outside";
      throw refusal(StateError, { action, expected, received: target });
    }
    await fs.rm(target, { force: true }); // a link in its place would be written through
    await fs.writeFile(target, bytes, { flag: "wx" });
  }
}
