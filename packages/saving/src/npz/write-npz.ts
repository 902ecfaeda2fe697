import { type DType, type KnownShape, type NDArray, OptionError, refusal } from "@hornbeam/core";
import { archiveImage } from "../archive/write-archive.ts";
import { encodeNumbers, type NumberStorage } from "../hdf5/encode-array.ts";
import { bytesOf, type FileImage } from "../image/file-image.ts";
import type { LazyArray } from "../safetensors/write-safetensors.ts";

/** NumPy's names of dtypes. It has none for bfloat16, whose numbers are written as float32, which holds each of them. */
const descriptions: Readonly<Partial<Record<DType, readonly [descr: string, bytes: number, stored?: DType]>>> = {
  float64: ["<f8", 8],
  float32: ["<f4", 4],
  float16: ["<f2", 2],
  bfloat16: ["<f4", 4, "float32"],
  int64: ["<i8", 8],
  int32: ["<i4", 4],
  int16: ["<i2", 2],
  int8: ["|i1", 1],
  uint64: ["<u8", 8],
  uint32: ["<u4", 4],
  uint16: ["<u2", 2],
  uint8: ["|u1", 1],
  bool: ["|b1", 1],
};
const beforeHeader = 10;
const multiple = 64; // where NumPy lets data begin

/**
 * A NumPy archive of arrays by their names, which `numpy.load` opens: uncompressed, without pickles.
 *
 * @throws {OptionError} for an array of texts.
 * @see {@link https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html | numpy.lib.format}
 * @example
 * writeNpz(new Map([["bias", NDArray.from([1, 2])]])).length; // 260
 */
export function writeNpz(arrays: ReadonlyMap<string, NDArray>): Uint8Array<ArrayBuffer> {
  const lazy = Array.from(arrays, ([name, array]) => {
    const { dtype, shape } = array;
    return [name, { dtype, shape, read: () => array }] as const;
  });
  return bytesOf(npzImage(new Map(lazy)));
}

/** The same file, to be written piece by piece. */
export function npzImage(arrays: ReadonlyMap<string, LazyArray>): FileImage {
  const members = Array.from(arrays, ([name, array]) => [`${name}.npy`, npyImage(name, array)] as const);
  return archiveImage(members, { inOrder: true }); // it may be a member of another archive
}

function npyImage(name: string, { dtype, shape, read }: LazyArray): FileImage {
  const [descr, itemBytes, stored = dtype] = descriptions[dtype] ?? [];
  if (descr === undefined) {
    const expected = `array ${JSON.stringify(name)} must be of numbers`;
    throw refusal(OptionError, { action: "write npz file", expected, receivedAs: "dtype", received: dtype });
  }
  const head = headerOf(descr, shape);
  const length = shape.reduce((product, size) => product * size, itemBytes!);
  return {
    length: head.length + length,
    *pieces() {
      yield { at: 0, bytes: head };
      yield { at: head.length, bytes: encodeNumbers(stored, read().data as NumberStorage) };
    },
  };
}

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, filled up so that data begin at a multiple. */
function headerOf(descr: string, shape: KnownShape): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((beforeHeader + text.length + 1) / multiple) * multiple;
  const bytes = new Uint8Array(length).fill(0x20);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]); // \x93NUMPY, version 1.0
  new DataView(bytes.buffer).setUint16(8, length - beforeHeader, true);
  bytes.set(new TextEncoder().encode(text), beforeHeader);
  bytes[length - 1] = 0x0a;
  return bytes;
}
