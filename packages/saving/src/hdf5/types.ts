import type { DType, KnownShape, Storage } from "@hornbeam/core";

/**
 * Elements of a dataset or attribute, as `NDArray` holds them: halves widened to a `Float32Array`, 64-bit integers
 * in a `BigInt64Array`, booleans as 0 and 1 in a `Uint8Array`, texts in a list. An `NDArray` is one.
 */
export interface Hdf5Array {
  readonly dtype: DType;
  readonly shape: KnownShape;
  readonly data: Storage;
  /** Bytes of each text where texts have a fixed length (NumPy's `S5` is 5); absent where lengths vary. */
  readonly itemSize?: number;
}

/** An attribute's value: a scalar as itself (64-bit integers as `bigint`), an empty one as `null`, else an array. */
export type Hdf5Value = string | number | bigint | boolean | null | Hdf5Array;

/** A dataset of a file that is being read: its bytes are looked at when `read` is called. */
export interface Hdf5Dataset {
  readonly kind: "dataset";
  readonly shape: KnownShape;
  readonly dtype: DType;
  readonly attributes: ReadonlyMap<string, Hdf5Value>;
  /** The elements; a view of the file's bytes where their alignment and order allow, so do not write to it. */
  read(): Hdf5Array;
}

/** A group of a file that is being read: members are opened when they are asked for. */
export interface Hdf5Group {
  readonly kind: "group";
  readonly attributes: ReadonlyMap<string, Hdf5Value>;
  readonly entries: ReadonlyMap<string, Hdf5Group | Hdf5Dataset>;
}

/**
 * A dataset to be written; one that was read will do. Numbers whose dtype and shape are known before are read when they are
 * written, not earlier.
 */
export interface Hdf5DatasetSource {
  readonly kind: "dataset";
  readonly dtype?: DType;
  readonly shape?: KnownShape;
  readonly attributes: ReadonlyMap<string, Hdf5Value>;
  read(): Hdf5Array;
}

/** A group to be written; one that was read will do. */
export interface Hdf5GroupSource {
  readonly kind: "group";
  readonly attributes: ReadonlyMap<string, Hdf5Value>;
  readonly entries: ReadonlyMap<string, Hdf5GroupSource | Hdf5DatasetSource>;
}
