import { type DType, type KnownShape, type NDArray, OptionError, refusal } from "@hornbeam/core";
import { encodeNumbers, type NumberStorage } from "../hdf5/encode-array.ts";
import type { Hdf5Array } from "../hdf5/types.ts";
import { bytesOf, type FileImage, type Piece } from "../image/file-image.ts";
import { storedName, storedTypes } from "./_types.ts";

/** An array that is read when its turn comes to be written. */
export interface LazyArray {
  readonly dtype: DType;
  readonly shape: KnownShape;
  read(): Hdf5Array;
}

/**
 * A SafeTensors file of arrays by their names.
 *
 * @param metadata Texts for readers of the file; none unless given.
 * @throws {OptionError} for an array of texts, and for the name that the format keeps for itself.
 * @see {@link https://huggingface.co/docs/safetensors/index#format | SafeTensors: format}
 * @example
 * writeSafetensors(new Map([["bias", NDArray.from([1, 2])]])).length; // 80
 */
export function writeSafetensors(
  arrays: ReadonlyMap<string, NDArray>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const lazy = Array.from(arrays, ([name, array]) => {
    const { dtype, shape } = array;
    return [name, { dtype, shape, read: () => array }] as const;
  });
  return bytesOf(safetensorsImage(new Map(lazy), metadata));
}

/** The same file, to be written piece by piece. */
export function safetensorsImage(
  arrays: ReadonlyMap<string, LazyArray>,
  metadata: Readonly<Record<string, string>> = {},
): FileImage {
  const action = "write SafeTensors file";
  const entries: (readonly [string, unknown])[] = [];
  if (Object.keys(metadata).length > 0) entries.push(["__metadata__", metadata]);
  let at = 0;
  for (const [name, { dtype: own, shape }] of arrays) {
    const dtype = storedName(own);
    if (dtype === undefined) {
      throw refusal(OptionError, { action, expected: `array ${JSON.stringify(name)} must be of numbers`, receivedAs: "dtype", received: own }); // biome-ignore format: one line
    }
    if (name === "__metadata__" || name === "__proto__") {
      throw refusal(OptionError, { action, expected: "an array must have a name that is not kept", received: name });
    }
    const length = shape.reduce((product, size) => product * size, storedTypes.get(dtype)!.bytes);
    entries.push([name, { dtype, shape, data_offsets: [at, at + length] }]);
    at += length;
  }
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = 8 + Math.ceil(header.length / 8) * 8; // data begin at a multiple of their size
  return { length: start + at, pieces: () => piecesOf(header, start, arrays.values()) };
}

function* piecesOf(header: Uint8Array, start: number, arrays: Iterable<LazyArray>): Generator<Piece> {
  const head = new Uint8Array(start).fill(0x20, 8);
  new DataView(head.buffer).setBigUint64(0, BigInt(start - 8), true);
  head.set(header, 8);
  yield { at: 0, bytes: head };
  let at = start;
  for (const { dtype, read } of arrays) {
    const bytes = encodeNumbers(dtype, read().data as NumberStorage);
    yield { at, bytes };
    at += bytes.length;
  }
}
