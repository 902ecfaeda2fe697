export {
  type KerasArchive,
  type KerasArchiveSource,
  kerasArchiveImage,
  kerasParts,
  kerasVersion,
  readKerasArchive,
  type WeightsFormat,
  writeKerasArchive,
} from "./archive/keras-archive.ts";
export { type Member, readArchive } from "./archive/read-archive.ts";
export { archiveImage, type MemberSource, writeArchive } from "./archive/write-archive.ts";
export { downloadFile } from "./files/download-file_browser.ts";
export { type FileSource, type FileTarget, fileName, fileOf } from "./files/file-of.ts";
export { handleFile } from "./files/handle-file.ts";
export { IndexedDBStore } from "./files/indexed-db-store.ts";
export { MemoryStore } from "./files/memory-store.ts";
export { OpfsStore } from "./files/opfs-store_browser.ts";
export { type PickFilesOptions, pickFiles } from "./files/pick-files_browser.ts";
export { readFile } from "./files/read-file.ts";
export { readFolder } from "./files/read-folder_node.ts";
export type { FileProgress, FileStore, ReadFileOptions, StoredFile, WriteFileOptions } from "./files/stored-file.ts";
export { writeFile } from "./files/write-file.ts";
export { writeFolder } from "./files/write-folder_node.ts";
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
  hdf5Image,
  readHdf5,
  writeHdf5,
} from "./hdf5/index.ts";
export { bytesOf, type FileImage, imageOf, type Piece } from "./image/file-image.ts";
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
export { openNpz } from "./npz/open-npz.ts";
export { npzImage, writeNpz } from "./npz/write-npz.ts";
export { isSafetensors, openSafetensors, readSafetensors } from "./safetensors/read-safetensors.ts";
export { type LazyArray, safetensorsImage, writeSafetensors } from "./safetensors/write-safetensors.ts";
export { loadShards } from "./shards/load-shards.ts";
export { type SaveShardsOptions, saveShards } from "./shards/save-shards.ts";
export { arraysOf, type FlatDataset, flatDatasets, groupOf } from "./weights/flat-group.ts";
export { hasOptimizerState, type LoadStateOptions, loadState } from "./weights/load-weights.ts";
export { type ArchivedState, openArchive, openFolder } from "./weights/open-archive.ts";
export { type SavedState, saveState } from "./weights/save-weights.ts";
export type { Saveable, SavingHooks } from "./weights/saveable.ts";
