/** A file of a data set, read when its turn comes. */
export interface FoundFile {
  readonly path: string;
  bytes(): Promise<Uint8Array>;
}

/** Which files are looked for, and for what. */
export interface Search {
  readonly extensions: readonly string[];
  readonly followLinks: boolean;
  readonly action: string;
}

export function hasExtension(name: string, extensions: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return extensions.some((extension) => lower.endsWith(extension));
}
