import { nodeFiles } from "./_files_node.ts";

/** What callbacks do with files. Paths are the user's own; folders on the way are made. */
export interface Files {
  exists(path: string): Promise<boolean>;
  isFolder(path: string): Promise<boolean>;
  makeFolder(path: string): Promise<void>;
  /** The text, or undefined where there is no such file. */
  readText(path: string): Promise<string | undefined>;
  write(path: string, content: string | Uint8Array): Promise<void>;
  append(path: string, content: string | Uint8Array): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder with all that is in it. */
  remove(path: string): Promise<void>;
}

/** The file system, where there is one. */
export function fileSystem(): Files | undefined {
  return nodeFiles();
}
