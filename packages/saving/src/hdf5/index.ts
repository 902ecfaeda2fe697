export type { Hdf5Limits } from "./limits.ts";
export { readHdf5 } from "./reader.ts";
export { hdf5Dataset, hdf5Group } from "./sources.ts";
export type { Hdf5Array, Hdf5Dataset, Hdf5DatasetSource, Hdf5Group, Hdf5GroupSource, Hdf5Value } from "./types.ts";
export { hdf5Image, writeHdf5 } from "./writer.ts";
