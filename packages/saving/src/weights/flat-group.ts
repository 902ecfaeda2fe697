import type { Hdf5Dataset, Hdf5DatasetSource, Hdf5Group, Hdf5GroupSource } from "../hdf5/types.ts";
import type { LazyArray } from "../safetensors/write-safetensors.ts";

/** A dataset without attributes. */
export type FlatDataset = Pick<Hdf5Dataset, "shape" | "dtype" | "read">;

/** Groups of groups from datasets by their paths: what a file of names without folders holds. */
export function groupOf(datasets: ReadonlyMap<string, FlatDataset>): Hdf5Group {
  const root: Built = emptyGroup();
  for (const [path, dataset] of datasets) {
    const folders = path.split("/");
    const name = folders.pop()!;
    let group = root;
    for (const folder of folders) {
      const next = group.entries.get(folder);
      if (next?.kind === "group") group = next as Built;
      else group.entries.set(folder, (group = emptyGroup()));
    }
    const { shape, dtype } = dataset;
    group.entries.set(name, { kind: "dataset", attributes: new Map(), shape, dtype, read: () => dataset.read() });
  }
  return root;
}

interface Built extends Hdf5Group {
  readonly entries: Map<string, Hdf5Group | Hdf5Dataset>;
}

function emptyGroup(): Built {
  return { kind: "group", attributes: new Map(), entries: new Map() };
}

/** All datasets of a state by their paths, in its order: `layers/dense/vars/0`. */
export function flatDatasets(group: Hdf5GroupSource, path = ""): Map<string, Hdf5DatasetSource> {
  const found = new Map<string, Hdf5DatasetSource>();
  for (const [name, entry] of group.entries) {
    const below = path === "" ? name : `${path}/${name}`;
    if (entry.kind === "dataset") found.set(below, entry);
    else for (const [inner, dataset] of flatDatasets(entry, below)) found.set(inner, dataset);
  }
  return found;
}

/** The same as arrays that are read when their turn comes to be written. */
export function arraysOf(group: Hdf5GroupSource): Map<string, LazyArray> {
  return new Map(
    Array.from(flatDatasets(group), ([path, dataset]) => {
      const { dtype, shape } = dataset.dtype && dataset.shape ? dataset : dataset.read();
      return [path, { dtype: dtype!, shape: shape!, read: () => dataset.read() }];
    }),
  );
}
