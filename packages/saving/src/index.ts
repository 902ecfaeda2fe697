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
export { LoadingError } from "./loading-error.ts";
