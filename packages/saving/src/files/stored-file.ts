import type { FileImage } from "../image/file-image.ts";

/** How far a file is. */
export interface FileProgress {
  /** Bytes so far. */
  readonly received: number;
  /** Bytes in all; null where that is not known. */
  readonly total: number | null;
}

export interface ReadFileOptions {
  /** What the file is wanted for, for messages: "load a model". */
  readonly action: string;
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive. */
  readonly onProgress?: ((progress: FileProgress) => void) | undefined;
  /** Most bytes that a file may have; 4 GiB unless given. */
  readonly maxBytes?: number | undefined;
}

export interface WriteFileOptions {
  /** What the file is written for, for messages: `save Sequential "mnist"`. */
  readonly action: string;
  /** Whether a file that is there may be replaced; true unless given. */
  readonly overwrite?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A file in some place: a folder, a database, a server. What models are loaded from and saved to; write your own for places
 * that are not here.
 */
export interface StoredFile {
  /** Its name, which tells by its ending what format is written. */
  readonly name: string;
  /** All of its bytes, in memory that is the reader's from then on. */
  read(options: ReadFileOptions): Promise<Uint8Array>;
  /** Replaces it whole or not at all. Takes the pieces in one go: weights may change as soon as it gives way to other work. */
  write?(image: FileImage, options: WriteFileOptions): Promise<void>;
  /** Another file in the same place: files that were split name their parts. */
  beside?(name: string): StoredFile;
  /** Removes it, if it is there. */
  remove?(): Promise<void>;
}

/** A place that keeps files by their names. */
export interface FileStore {
  file(name: string): StoredFile;
  /** The names of the files that are there, sorted. */
  list(): Promise<string[]>;
}

/** Most bytes of a file unless another number is given: more than a model here can have. */
export const mostBytes = 2 ** 32;
