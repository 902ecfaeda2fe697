import { type KerasArchive, type ReadArchiveOptions, readKerasArchive } from "../archive/keras-archive.ts";
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
  const { config, assets, weights, weightsFormat } = readKerasArchive(bytes, options);
  return { config, assets, state: weightsFormat === "npz" ? groupOf(openNpz(weights)) : readHdf5(weights) };
}
