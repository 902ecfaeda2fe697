import { OptionError, refusal } from "@hornbeam/core";
import { filesBelow, foldersIn } from "./_folder_node.ts";
import { type FoundFile, hasExtension, type Search } from "./_found-file.ts";

/** A file that a page was given. */
export interface PickedFile {
  readonly name: string;
  /** Where it stood in the folder that was picked, that folder first. */
  readonly webkitRelativePath: string;
  arrayBuffer(): Promise<ArrayBuffer>;
}
interface FileHandle {
  readonly kind: "file";
  readonly name: string;
  getFile(): Promise<Pick<PickedFile, "arrayBuffer">>;
}
/** A folder that a page was given: what `showDirectoryPicker()` and the origin's own files are. */
export interface FolderHandle {
  readonly kind: "directory";
  readonly name: string;
  values(): AsyncIterable<FileHandle | FolderHandle>;
}

/** A folder of files: its path (in Node), a folder that was picked in a page, or all files of one. */
export type FolderSource = string | FolderHandle | Iterable<PickedFile>;

/** What a data set of files asks of a folder. */
export interface Folder {
  /** What it is called in messages. */
  readonly name: string;
  /** Names of the folders in it, sorted; those that are hidden are left out. */
  folders(): Promise<string[]>;
  /** The files below it, or below a folder in it: folder by folder, sorted in each. */
  files(within: string | null, search: Search): Promise<FoundFile[]>;
}

export function openFolder(source: FolderSource, action: string): Folder {
  if (typeof source === "string") {
    return {
      name: source,
      folders: () => foldersIn(source, action),
      files: (within, search) => filesBelow(within === null ? source : `${source}/${within}`, search),
    };
  }
  if (isHandle(source)) return ofTree(source.name, () => treeOf(source));
  if (typeof source === "object" && source !== null && Symbol.iterator in source) {
    return ofTree("the folder", () => Promise.resolve(treeOfFiles(source)));
  }
  const expected = "`directory` must be a path, a folder's handle or a list of files";
  throw refusal(OptionError, { action, option: "directory", expected, received: source });
}

function isHandle(source: unknown): source is FolderHandle {
  return (
    typeof source === "object" &&
    source !== null &&
    "kind" in source &&
    source.kind === "directory" &&
    "values" in source
  );
}

/** All of a folder, by names. */
interface Tree {
  readonly folders: Map<string, Tree>;
  readonly files: Map<string, () => Promise<Uint8Array>>;
}
const emptyTree = (): Tree => ({ folders: new Map(), files: new Map() });

async function treeOf(handle: FolderHandle): Promise<Tree> {
  const tree = emptyTree();
  for await (const entry of handle.values()) {
    if (entry.kind === "directory") tree.folders.set(entry.name, await treeOf(entry));
    else tree.files.set(entry.name, async () => bytesOf(await entry.getFile()));
  }
  return tree;
}
function treeOfFiles(files: Iterable<PickedFile>): Tree {
  const root = emptyTree();
  for (const file of files) {
    const [, ...folders] = file.webkitRelativePath.split("/").slice(0, -1);
    let tree = root;
    for (const name of folders) {
      const next = tree.folders.get(name) ?? emptyTree();
      tree.folders.set(name, next);
      tree = next;
    }
    tree.files.set(file.name, () => bytesOf(file));
  }
  return root;
}
async function bytesOf(file: Pick<PickedFile, "arrayBuffer">): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

function ofTree(name: string, read: () => Promise<Tree>): Folder {
  let tree: Promise<Tree> | undefined;
  const whole = (): Promise<Tree> => (tree ??= read());
  return {
    name,
    async folders() {
      return [...(await whole()).folders.keys()].filter((folder) => !folder.startsWith(".")).sort();
    },
    async files(within, { extensions }) {
      const root = await whole();
      const start = within === null ? root : (root.folders.get(within) ?? emptyTree());
      return filesOf(start, within ?? "", extensions);
    },
  };
}
function filesOf(tree: Tree, path: string, extensions: readonly string[]): FoundFile[] {
  const at = (name: string): string => (path === "" ? name : `${path}/${name}`);
  const own = [...tree.files].filter(([name]) => hasExtension(name, extensions)).sort(byName);
  const files = own.map(([name, bytes]) => ({ path: at(name), bytes }));
  const below = [...tree.folders].sort(byName).flatMap(([name, inner]) => filesOf(inner, at(name), extensions));
  return [...files, ...below];
}
function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
