import { unreadable } from "./_unreadable.ts";
import type { Cursor } from "./cursor.ts";

export interface Dataspace {
  /** `[]` of a scalar; `null` where there is no element at all (a null dataspace). */
  readonly shape: readonly number[] | null;
  /** How far each dimension may grow; infinite where it is not limited. */
  readonly maximum: readonly number[];
}

const maxRank = 32;

/** @see HDF5 File Format Specification Version 3.0, "IV.A.2.b. The Dataspace Message" */
export function readDataspace(cursor: Cursor): Dataspace {
  const version = cursor.version(1, 2);
  const rank = cursor.u8();
  const flags = cursor.u8();
  const kind = cursor.u8(); // reserved in version 1
  if (rank > maxRank) throw unreadable(`the rank of a dataspace must not be larger than ${maxRank}`, rank);
  if (version === 1) cursor.skip(4);
  if (version === 2 && kind > 2) throw unreadable("the type of a dataspace must be 0, 1 or 2", kind);
  if (version === 2 && kind === 2) return { shape: null, maximum: [] };
  const shape = Array.from({ length: rank }, () => cursor.u64("a dimension"));
  const maximum = flags & 1 ? Array.from({ length: rank }, () => cursor.address() ?? Number.POSITIVE_INFINITY) : shape;
  return { shape, maximum };
}

/** The number of elements of a shape, which must be one that an array can have. */
export function countOf(shape: readonly number[]): number {
  const count = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1);
  if (count > Number.MAX_SAFE_INTEGER) {
    throw unreadable("the shape declares more than 2^53 elements, it must be smaller", shape);
  }
  return count;
}
