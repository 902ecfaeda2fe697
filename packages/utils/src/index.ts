export type { DownloadProgress } from "./_download.ts";
export { type FormatNumberOptions, formatNumber, formatText } from "./format-number.ts";
export { type CachedFile, type GetFileOptions, getFile } from "./get-file.ts";
export { type NormalizeOptions, normalize } from "./normalize.ts";
export { type PadSequencesOptions, padSequences, type Sequences } from "./pad-sequences.ts";
export { Progbar, type ProgbarOptions, type ProgbarValues } from "./progbar.ts";
export { type TextOutput, textOutput } from "./progbar-output.ts";
export { type ToCategoricalOptions, toCategorical } from "./to-categorical.ts";
export { packXYSampleWeight, unpackXYSampleWeight } from "./x-y-sample-weight.ts";
