import { unreadable } from "./_unreadable.ts";
import type { Hdf5File } from "./file.ts";

/**
 * An object of a collection of the global heap, where texts of variable length are.
 *
 * @see HDF5 File Format Specification Version 3.0, "III.E. Disk Format: Level 1E - Global Heap"
 */
export function globalHeapObject(file: Hdf5File, address: number, index: number): Uint8Array {
  let objects = file.collections.get(address);
  if (!objects) {
    objects = readCollection(file, address);
    file.collections.set(address, objects);
  }
  const found = objects.get(index);
  if (!found) throw unreadable(`the global heap collection at ${address} must have object ${index}, it does not`);
  return found;
}

function readCollection(file: Hdf5File, address: number): ReadonlyMap<number, Uint8Array> {
  const head = file.at(address, "the global heap collection");
  head.signature("GCOL", 1);
  head.skip(3);
  const length = head.u64("the size");
  const body = file.at(address, "the global heap collection", length);
  body.skip(16);
  if (!file.openedCollections.has(address)) file.collectionBytes += length;
  file.openedCollections.add(address);
  if (file.collectionBytes > file.bytes.length) {
    throw unreadable(
      "collections of the global heap must not overlap, together they exceed the file",
      file.collectionBytes,
    );
  }
  const objects = new Map<number, Uint8Array>();
  while (body.left >= 16) {
    file.budget.spend("blocks", 1);
    const index = body.u16();
    body.skip(2 + 4); // reference count, reserved
    const size = body.u64("the size of an object");
    if (index === 0) break; // free space
    if (objects.has(index))
      throw unreadable(`object ${index} of the global heap collection at ${address} must be unique`);
    objects.set(index, body.take(size));
    body.skip(Math.min((8 - (size % 8)) % 8, body.left));
  }
  return objects;
}
