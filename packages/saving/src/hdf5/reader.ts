import { messageType } from "./_message-type.ts";
import { objectName, unreadable, within } from "./_unreadable.ts";
import { readAttributes } from "./attributes.ts";
import { DatasetNode } from "./dataset.ts";
import { Hdf5File } from "./file.ts";
import { LazyMap } from "./lazy-map.ts";
import { Budget, type Hdf5Limits, limitsFor } from "./limits.ts";
import { type Link, readLinks } from "./links.ts";
import { type ObjectHeader, readObjectHeader } from "./object-header.ts";
import { readSuperblock } from "./superblock.ts";
import type { Hdf5Dataset, Hdf5Group } from "./types.ts";

/**
 * Opens an HDF5 file of which the bytes are at hand: `root.entries.get("layers")`, `dataset.read().data`.
 *
 * Nothing in the file is trusted: an offset beyond the end, a size above the limits, a cycle, a soft or external link,
 * data in another file or a checksum that does not hold is refused, when what has it is asked for. Groups are listed
 * and datasets read on demand; data of the machine's byte order come as views of `bytes`.
 *
 * - numbers: float16, bfloat16 (also as Keras stores it: 2 opaque bytes), float32, float64, int8 to int64, uint8 to uint64
 * - booleans as h5py stores them; texts of fixed and variable length
 * - compact, contiguous and chunked data, with the filters deflate, shuffle and fletcher32
 *
 * @throws {LoadingError} where the file breaks the format or a limit.
 * @throws {OptionError} where a limit has no such name or is not a number.
 * @see {@link https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html | HDF5 File Format Specification Version 3.0}
 * @see {@link https://keras.io/api/models/model_saving_apis/weights_saving_and_loading/ | Keras: weights saving & loading}
 * @example
 * const bytes = writeHdf5(hdf5Group([["x", hdf5Dataset({ dtype: "float32", shape: [2], data: Float32Array.of(1, 2) })]]));
 * readHdf5(bytes).entries.get("x")?.kind; // "dataset"
 */
export function readHdf5(bytes: Uint8Array, options: { readonly limits?: Partial<Hdf5Limits> } = {}): Hdf5Group {
  const limits = limitsFor(bytes.length, options.limits);
  return within("HDF5 file", () => {
    // a plain view: Node's Buffer has a slice of its own
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { base, root } = readSuperblock(plain);
    const file = new Hdf5File(plain.subarray(base), new Budget(limits));
    const node = openObject(file, { address: root, path: "/", depth: 0, parent: undefined });
    if (node.kind !== "group") throw unreadable("the root must be a group", node.kind);
    return node;
  });
}

/** How an object was reached: the addresses from the root to it. */
interface Place {
  readonly address: number;
  readonly path: string;
  readonly depth: number;
  readonly parent: Place | undefined;
}

function openObject(file: Hdf5File, place: Place): Hdf5Group | Hdf5Dataset {
  const header = readObjectHeader(file, place.address);
  if ([messageType.symbolTable, messageType.linkInfo, messageType.link].some((type) => header.has(type))) {
    return new GroupNode(file, header, place);
  }
  if (header.has(messageType.datatype) && header.has(messageType.dataspace)) {
    return new DatasetNode(file, header, place.path);
  }
  throw unreadable("an object must be a group or a dataset, others are not supported");
}

class GroupNode implements Hdf5Group {
  readonly kind = "group";
  readonly #file: Hdf5File;
  readonly #header: ObjectHeader;
  readonly #place: Place;
  #attributes: Hdf5Group["attributes"] | undefined;
  #entries: Hdf5Group["entries"] | undefined;

  constructor(file: Hdf5File, header: ObjectHeader, place: Place) {
    this.#file = file;
    this.#header = header;
    this.#place = place;
  }

  get attributes(): Hdf5Group["attributes"] {
    this.#attributes ??= readAttributes(this.#file, this.#header, (name, read) =>
      within(objectName("group", this.#place.path, name), read),
    );
    return this.#attributes;
  }

  get entries(): Hdf5Group["entries"] {
    this.#entries ??= within(objectName("group", this.#place.path), () => {
      const links = readLinks(this.#file, this.#header);
      return new LazyMap(new Map(links.map((link) => [link.name, () => this.#follow(link)])));
    });
    return this.#entries;
  }

  #follow(link: Link): Hdf5Group | Hdf5Dataset {
    const path = `${this.#place.path === "/" ? "" : this.#place.path}/${link.name}`;
    return within(objectName("object", path), () => {
      if (link.kind !== "hard") {
        throw unreadable(
          "a member of a group must be in it, links to other places are not followed",
          `${link.kind} link`,
        );
      }
      const { address } = link;
      const depth = this.#place.depth + 1;
      const { depth: most } = this.#file.budget.limits;
      if (depth > most) throw unreadable(`groups must not nest more than ${most} deep (limit depth)`, depth);
      for (let place: Place | undefined = this.#place; place; place = place.parent) {
        if (place.address === address)
          throw unreadable("a group must not hold itself, its links form a cycle", place.path);
      }
      return openObject(this.#file, { address, path, depth, parent: this.#place });
    });
  }
}
