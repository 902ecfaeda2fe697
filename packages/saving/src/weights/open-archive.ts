import {
  type KerasArchive,
  kerasMembers,
  type ReadArchiveOptions,
  readKerasArchive,
} from "../archive/keras-archive.ts";
import type { Member } from "../archive/read-archive.ts";
import { type Hdf5Group, readHdf5 } from "../hdf5/index.ts";
import { openNpz } from "../npz/open-npz.ts";
import { groupOf } from "./flat-group.ts";

/** What a `.keras` file holds, its weights opened. */
export interface ArchivedState extends Pick<KerasArchive, "config" | "assets"> {
  /** What `loadState` takes. */
  readonly state: Hdf5Group;
}

/**
 * Opens a `.keras` file, whichever form its weights have.
 *
 * @throws {LoadingError} where it is no such file, or breaks the format or a limit.
 */
export function openArchive(bytes: Uint8Array, options?: ReadArchiveOptions): ArchivedState {
  return opened(readKerasArchive(bytes, options));
}

/**
 * Opens the files of a folder, which are those of the archive.
 *
 * @throws {LoadingError} where one is missing, or breaks the format or a limit.
 */
export function openFolder(files: ReadonlyMap<string, Member>): ArchivedState {
  return opened(kerasMembers(files, "folder of a Keras model"));
}

function opened({ config, assets, weights, weightsFormat }: KerasArchive): ArchivedState {
  return { config, assets, state: weightsFormat === "npz" ? groupOf(openNpz(weights)) : readHdf5(weights) };
}
