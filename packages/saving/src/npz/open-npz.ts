import { holdsObjects, npyArray, npyDtype, type RefuseNpy, splitNpy } from "@hornbeam/core/npy";
import { memberName } from "../archive/central-directory.ts";
import { type Member, readArchive } from "../archive/read-archive.ts";
import { unreadable, within } from "../hdf5/_unreadable.ts";
import type { FlatDataset } from "../weights/flat-group.ts";

const suffix = ".npy";
const refuse: RefuseNpy = (expected, parts = {}) =>
  "received" in parts ? unreadable(expected, parts.received) : unreadable(expected);

/**
 * The arrays of a NumPy archive by their names, without `.npy`. Numbers and booleans of either byte order, in C or Fortran
 * order; views of the bytes where these are stored as they are used. What is declared is checked against what is there before
 * anything is allocated.
 *
 * @throws {LoadingError} where the archive is damaged, or holds objects, which are pickles, or texts, records or complex numbers.
 * @see {@link https://numpy.org/doc/stable/reference/generated/numpy.savez.html | numpy.savez}
 * @example
 * openNpz(writeNpz(new Map([["kernel", NDArray.from([[1, 2]])]]))).get("kernel")?.shape; // [1, 2]
 */
export function openNpz(bytes: Uint8Array): Map<string, FlatDataset> {
  const members = readArchive(bytes);
  const arrays = new Map<string, FlatDataset>();
  for (const [name, member] of members) {
    within(memberName(name), () => {
      if (!name.endsWith(suffix) || name === suffix)
        throw unreadable(`its name must end in ${suffix}, as those of an npz file do`);
      arrays.set(name.slice(0, -suffix.length), open(member));
    });
  }
  for (const name of arrays.keys()) checkFolders(name, arrays);
  return arrays;
}

function open(member: Member): FlatDataset {
  const parts = splitNpy(member.read() as Uint8Array<ArrayBuffer>, refuse);
  const { header } = parts;
  if (holdsObjects(header)) {
    const expected =
      "it must hold numbers, and not objects: those are pickles, which can run code and are not allowed (Keras refuses them too); save the model in Keras as HDF5, its default";
    throw unreadable(expected, header.descr);
  }
  return { shape: header.shape, dtype: npyDtype(parts, refuse), read: () => npyArray(parts, refuse) };
}

/** No name may be a folder of another. */
function checkFolders(name: string, arrays: ReadonlyMap<string, unknown>): void {
  for (let at = name.indexOf("/"); at !== -1; at = name.indexOf("/", at + 1)) {
    if (!arrays.has(name.slice(0, at))) continue;
    within(memberName(name + suffix), () => {
      throw unreadable("its name must not lie below that of another array", name.slice(0, at));
    });
  }
}
