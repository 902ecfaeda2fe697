import type { Hdf5Array, Hdf5DatasetSource, Hdf5GroupSource, Hdf5Value } from "./types.ts";

type Named<T> = Iterable<readonly [string, T]>;

/**
 * A group to be written, from pairs of names and members.
 *
 * @throws nothing: `writeHdf5` checks what it is given.
 * @example
 * hdf5Group([["vars", hdf5Group([], [["name", "dense"]])]]).entries.size; // 1
 */
export function hdf5Group(
  entries: Named<Hdf5GroupSource | Hdf5DatasetSource> = [],
  attributes: Named<Hdf5Value> = [],
): Hdf5GroupSource {
  return { kind: "group", entries: new Map(entries), attributes: new Map(attributes) };
}

/**
 * A dataset to be written, from an array (an `NDArray` will do) and pairs of names and attributes.
 *
 * @throws nothing: `writeHdf5` checks what it is given.
 * @example
 * hdf5Dataset({ dtype: "float32", shape: [2], data: Float32Array.of(1, 2) }).read().shape; // [2]
 */
export function hdf5Dataset(array: Hdf5Array, attributes: Named<Hdf5Value> = []): Hdf5DatasetSource {
  return { kind: "dataset", attributes: new Map(attributes), read: () => array };
}
