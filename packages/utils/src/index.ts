export { clearSession, setRandomSeed } from "@hornbeam/core";
export type { DownloadProgress } from "./_download.ts";
export * as boundingBoxes from "./bounding-boxes/index.ts";
export type { FolderHandle, FolderSource, PickedFile } from "./datasets/_folder.ts";
export type { DatasetFor, LabeledDataset, LabeledFilesOptions } from "./datasets/_labeled-files.ts";
export { type AudioDatasetOptions, audioDatasetFromDirectory } from "./datasets/audio-dataset.ts";
export { type ImageDatasetOptions, imageDatasetFromDirectory } from "./datasets/image-dataset.ts";
export { type SplitDatasetOptions, splitDataset } from "./datasets/split-dataset.ts";
export { type TextDatasetOptions, textDatasetFromDirectory } from "./datasets/text-dataset.ts";
export { type TimeseriesDatasetOptions, timeseriesDatasetFromArray } from "./datasets/timeseries-dataset.ts";
export { type FormatNumberOptions, formatNumber, formatText } from "./format-number.ts";
export { type CachedFile, type GetFileOptions, getFile } from "./get-file.ts";
export { getSourceInputs } from "./get-source-inputs.ts";
export { type LoadImgOptions, loadImg, type SaveImgOptions, saveImg } from "./images/image-file.ts";
export {
  type ArrayToImgOptions,
  arrayToImg,
  type ImgToArrayOptions,
  imgToArray,
  type Picture,
  type PictureLike,
} from "./images/picture.ts";
export { type SmartResizeOptions, smartResize } from "./images/smart-resize.ts";
export { type NormalizeOptions, normalize } from "./normalize.ts";
export { type PadSequencesOptions, padSequences, type Sequences } from "./pad-sequences.ts";
export { Progbar, type ProgbarOptions, type ProgbarValues } from "./progbar.ts";
export { type TextOutput, textOutput } from "./progbar-output.ts";
export { type ReadTarOptions, readTar } from "./tar/read-tar.ts";
export { type ToCategoricalOptions, toCategorical } from "./to-categorical.ts";
export * as tree from "./tree/index.ts";
export { packXYSampleWeight, unpackXYSampleWeight } from "./x-y-sample-weight.ts";
