import { isDType, OptionError, refusal } from "@hornbeam/core";
import { bytesOf, type FileImage } from "../image/file-image.ts";
import { messageType } from "./_message-type.ts";
import { objectName } from "./_unreadable.ts";
import { checkArray, checkShape, encodeArray, encodeNumbers, encodeText, type NumberStorage } from "./encode-array.ts";
import { encodeAttribute } from "./encode-attribute.ts";
import { internalRank, leafRank, type Member, placeSymbolTable, type SymbolTable } from "./encode-group.ts";
import { datasetMessages, encodeHeader, type MessageBytes } from "./encode-header.ts";
import { encodeSpace, encodeType, storedSize } from "./encode-type.ts";
import { Fields, undefinedAddress } from "./fields.ts";
import { kerasDtypeAttribute } from "./keras-bfloat16.ts";
import { Space } from "./space.ts";
import { signature } from "./superblock.ts";
import { TextHeap } from "./text-heap.ts";
import type { Hdf5Array, Hdf5DatasetSource, Hdf5GroupSource, Hdf5Value } from "./types.ts";

const superblockBytes = 96;
const deepest = 64;

/**
 * Writes an HDF5 file as h5py does for Keras: superblock 0, old-style groups, little-endian data in one piece.
 *
 * Data are copied once, to places that are multiples of 8 bytes. Attributes: a text becomes a UTF-8 text of variable
 * length, a number a float64, a `bigint` an int64, a boolean h5py's boolean, `null` an empty one; give an array of
 * shape `[]` for a scalar of another dtype. An attribute holds 64 KiB at most, but a text in it may be of any length.
 *
 * @throws {OptionError} where a name, a text, a size or the nesting cannot be written.
 * @throws {DTypeError} where an array's data are not those of its dtype.
 * @throws {ShapeError} where an array's data are not as many as its shape has.
 * @see {@link https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html | HDF5 File Format Specification Version 3.0}
 * @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | Keras: weights saving & loading}
 * @example
 * const weights = hdf5Dataset({ dtype: "float32", shape: [2], data: Float32Array.of(1, 2) });
 * writeHdf5(hdf5Group([["vars", hdf5Group([["0", weights]], [["name", "dense"]])]])).length % 8; // 0
 */
export function writeHdf5(root: Hdf5GroupSource): Uint8Array {
  return bytesOf(hdf5Image(root));
}

/**
 * The same file, to be written piece by piece: a dataset that says its dtype and shape is read when its turn comes, and let
 * go.
 */
export function hdf5Image(root: Hdf5GroupSource): FileImage {
  const writer = new Writer();
  const { address, table } = writer.group(root, "/", 0);
  return writer.finish(address, table);
}

interface PlacedData extends Pick<Hdf5Array, "dtype" | "shape" | "itemSize"> {
  readonly length: number;
  readonly address: number;
}

class Writer {
  readonly #space = new Space(superblockBytes);
  readonly #heap = new TextHeap(this.#space);

  group(source: Hdf5GroupSource, path: string, depth: number): { address: number; table: SymbolTable } {
    const owner = objectName("group", path);
    if (depth > deepest) {
      const expected = `groups must not nest more than ${deepest} deep`;
      throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: depth });
    }
    const members: Member[] = [];
    for (const [name, entry] of source.entries) {
      checkName(name, owner);
      const below = `${path === "/" ? "" : path}/${name}`;
      const address =
        entry.kind === "group" ? this.group(entry, below, depth + 1).address : this.#dataset(entry, below);
      members.push({ name: encodeText(name, owner), address });
    }
    const table = placeSymbolTable(this.#space, members);
    const body = new Fields(16).u64(table.tree, table.heap).bytes;
    const messages = [{ type: messageType.symbolTable, body }, ...this.#attributes(source.attributes, "group", path)];
    return { address: this.#space.add(encodeHeader(messages, owner)), table };
  }

  #dataset(source: Hdf5DatasetSource, path: string): number {
    const owner = objectName("dataset", path);
    const { dtype, shape, itemSize, length, address } = this.#data(source, owner);
    const own = datasetMessages(encodeType(dtype, itemSize), encodeSpace(shape), address, length);
    const attributes = dtype === "bfloat16" ? markBfloat16(source.attributes, owner) : source.attributes;
    return this.#space.add(encodeHeader([...own, ...this.#attributes(attributes, "dataset", path)], owner));
  }

  /** Room for a dataset's elements: read now, or when they are written where their size is known before. */
  #data(source: Hdf5DatasetSource, owner: string): PlacedData {
    const { dtype, shape } = source;
    if (!isDType(dtype) || shape === undefined || dtype === "string") {
      const array = source.read();
      checkArray(array, owner);
      const data = encodeArray(array, this.#heap, owner);
      const address = data.length === 0 ? undefinedAddress : this.#space.add(data);
      return { ...array, length: data.length, address };
    }
    checkShape(shape, owner);
    const length = shape.reduce((product, size) => product * size, storedSize(dtype));
    if (length === 0) return { dtype, shape, length, address: undefinedAddress };
    const address = this.#space.reserve(length);
    this.#space.place(address, () => {
      const { data } = source.read();
      checkArray({ dtype, shape, data }, owner);
      return encodeNumbers(dtype, data as NumberStorage);
    });
    return { dtype, shape, length, address };
  }

  #attributes(attributes: ReadonlyMap<string, Hdf5Value>, kind: "group" | "dataset", path: string): MessageBytes[] {
    return Array.from(attributes, ([name, value]) => {
      const owner = objectName(kind, path, name);
      return { type: messageType.attribute, body: encodeAttribute(name, value, this.#heap, owner) };
    });
  }

  /** @see HDF5 File Format Specification Version 3.0, "II.A. Disk Format: Level 0A - Format Signature and Superblock" */
  finish(root: number, { tree, heap }: SymbolTable): FileImage {
    this.#heap.close();
    const fields = new Fields(superblockBytes).put(signature).u8(0, 0, 0, 0, 0, 8, 8, 0);
    fields.u16(leafRank, internalRank).u32(0);
    fields.u64(0, undefinedAddress, this.#space.end, undefinedAddress); // base, free space, end, driver
    const cachesTable = 1;
    fields.u64(0, root).u32(cachesTable).u32(0).u64(tree, heap);
    this.#space.place(0, fields.bytes);
    return this.#space.toImage();
  }
}

function checkName(name: string, owner: string): void {
  if (name !== "" && name !== "." && !name.includes("/")) return;
  const expected = 'a name must not be empty, "." or hold a slash';
  throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: name });
}

function markBfloat16(attributes: ReadonlyMap<string, Hdf5Value>, owner: string): ReadonlyMap<string, Hdf5Value> {
  const mark = attributes.get(kerasDtypeAttribute);
  if (mark === undefined) return new Map(attributes).set(kerasDtypeAttribute, "bfloat16");
  if (mark === "bfloat16") return attributes;
  const expected = `the attribute "${kerasDtypeAttribute}" of a bfloat16 dataset must be "bfloat16"`;
  throw refusal(OptionError, { action: `write ${owner}`, owner, expected, received: mark });
}
