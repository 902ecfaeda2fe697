/** Where a fetched file is kept. */
export interface FilePlace {
  /** Path of the file, or null where there is no file system. */
  readonly path: string | null;
  /** What to do without a network. */
  readonly hint: string;
  exists(): Promise<boolean>;
  /** The bytes, or undefined where there is no such file. */
  read(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps the bytes: all of them or, when it fails, none. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}
