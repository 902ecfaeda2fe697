import { readdir, readFile, rm, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import type { Case } from "./replay-case.ts";
import { unpack } from "./tar-reader.ts";

/** Cases of one kind that stand in one file. */
export interface CaseFile {
  readonly path: string;
  /** The folder of the file: what its cases refer to stands there. */
  readonly folder: string;
  readonly kind: string;
  readonly cases: readonly Case[];
}

/** The case files that were found, and the folders into which packed ones went. */
export class CaseFiles {
  readonly files: CaseFile[] = [];
  readonly #unpacked: string[] = [];

  /** Everything in a folder, in a kind's folder, or one file. Archives are unpacked into temporary folders. */
  static async find(from: string): Promise<CaseFiles> {
    const found = new CaseFiles();
    await found.#read(from);
    return found;
  }
  /** Removes the temporary folders. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const folder of this.#unpacked) await rm(folder, { recursive: true, force: true });
  }

  async #read(path: string): Promise<void> {
    if ((await stat(path)).isDirectory()) {
      for (const name of (await readdir(path)).sort()) {
        const inner = join(path, name);
        if (/\.json$|\.tar\.gz$/.test(name) || (await stat(inner)).isDirectory()) await this.#read(inner);
      }
    } else if (isArchive(path)) {
      const folder = unpack(await readFile(path));
      this.#unpacked.push(folder);
      await this.#read(folder);
    } else if (path.endsWith(".json")) this.files.push(...casesOf(path, await readFile(path, "utf8")));
  }
}

/** An archive of a whole kind; data sets have archives of their own beside their cases. */
function isArchive(path: string): boolean {
  return path.endsWith(".tar.gz") && !/-python\.tar\.gz$|tiny-set|[\\/]tar[\\/]|[\\/]clean[\\/]/.test(path);
}

interface Content {
  readonly kind?: string;
  readonly name?: string;
  readonly cases?: readonly Case[];
}

/** Nothing for JSON that holds no cases: data that cases refer to. */
function casesOf(path: string, text: string): CaseFile[] {
  const folder = dirname(path);
  const content = JSON.parse(text) as Content;
  if (basename(path) === "io.json") {
    return [{ path, folder, kind: "model", cases: [{ ...content, id: basename(folder) }] }];
  }
  const { cases, kind = basename(folder) } = content;
  if (!Array.isArray(cases)) return [];
  const file = basename(path, ".json");
  return [{ path, folder, kind, cases: cases.map((one: Case, i) => ({ ...one, id: idOf(one, file, i) })) }];
}

/** A case's own id, or one made of its name and that of its file. */
function idOf(testCase: Case, file: string, index: number): string {
  const { id, name, loader, function: called } = testCase as Readonly<Record<string, string | undefined>>;
  if (id !== undefined) return id;
  if (typeof testCase["file"] === "string") return testCase["file"];
  if (loader !== undefined) return `${loader}.${called}/${index}`;
  return name === undefined ? `${file}/${index}` : name === file ? file : `${file}/${name}`;
}

/** `*` stands for anything but a slash, `**` for anything, `?` for one character. */
export function globToRegExp(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*?|\?/g, (part) => (part === "**" ? ".*" : part === "*" ? "[^/]*" : "[^/]"));
  return new RegExp(`^${source}$`);
}

/** Whether a pattern means a case: by its kind, its file, its id, or kind and id. */
export function selects(pattern: RegExp, { kind, path, folder }: CaseFile, id: string): boolean {
  const names = [`${kind}/${id}`, id, kind, basename(path, ".json"), relative(dirname(folder), path)];
  return names.some((name) => pattern.test(name));
}
