export {
  type KerasArchive,
  type KerasArchiveSource,
  kerasVersion,
  readKerasArchive,
  writeKerasArchive,
} from "./archive/keras-archive.ts";
export { type Member, readArchive } from "./archive/read-archive.ts";
export { writeArchive } from "./archive/write-archive.ts";
export { type FileSource, type ReadFileOptions, readFile } from "./files/read-file.ts";
export { type WriteFileOptions, writeFile } from "./files/write-file.ts";
export { fromFloat16 } from "./hdf5/half.ts";
export {
  type Hdf5Array,
  type Hdf5Dataset,
  type Hdf5DatasetSource,
  type Hdf5Group,
  type Hdf5GroupSource,
  type Hdf5Limits,
  type Hdf5Value,
  hdf5Dataset,
  hdf5Group,
  readHdf5,
  writeHdf5,
} from "./hdf5/index.ts";
export type { LegacyLayer, LegacyModel } from "./legacy/legacy-model.ts";
export {
  isLegacy,
  type LegacyConfigs,
  type LoadLegacyOptions,
  legacyOptimizerState,
  loadLegacy,
  readLegacyConfigs,
} from "./legacy/load-legacy.ts";
export { type LegacyParts, saveLegacy } from "./legacy/save-legacy.ts";
export { LoadingError } from "./loading-error.ts";
export { readSafetensors } from "./safetensors/read-safetensors.ts";
export { writeSafetensors } from "./safetensors/write-safetensors.ts";
export { hasOptimizerState, type LoadStateOptions, loadState } from "./weights/load-weights.ts";
export { type SavedState, saveState } from "./weights/save-weights.ts";
export type { Saveable, SavingHooks } from "./weights/saveable.ts";
