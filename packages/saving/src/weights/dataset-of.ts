import type { Variable } from "@hornbeam/core";
import type { Hdf5DatasetSource } from "../hdf5/types.ts";

/** A variable as a dataset: its value is looked at while the file is written. */
export function datasetOf(variable: Variable): Hdf5DatasetSource {
  const { dtype, shape } = variable;
  return { kind: "dataset", attributes: new Map(), dtype, shape, read: () => variable.peek() };
}
