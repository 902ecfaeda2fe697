export { type BatchOptions, Dataset, type GeneratorOptions, type ShuffleOptions } from "./dataset.ts";
export { PyDataset, type PyDatasetOptions } from "./py-dataset.ts";
export type { ArrayStructure, BatchOf, OnHost, RowOf } from "./structure.ts";
