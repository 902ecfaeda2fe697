import type { DownloadProgress } from "@hornbeam/utils";

/** Where a file is, and what it must be. */
export interface Source {
  readonly origin: string;
  readonly fileHash: string;
}

/** Options of everything that may fetch a file. */
export interface FetchOptions {
  /** Name of the file in the cache; that of Keras unless given. */
  readonly path?: string | undefined;
  /** Stops the download. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive. */
  readonly onProgress?: ((progress: DownloadProgress) => void) | undefined;
}

export const fetchOptions = ["path", "signal", "onProgress"] as const;

/** Where Keras keeps most of its data sets. */
export const base = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/";
