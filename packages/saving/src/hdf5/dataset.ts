import { messageType } from "./_message-type.ts";
import { objectName, unreadable, within } from "./_unreadable.ts";
import { readAttributes } from "./attributes.ts";
import { readChunks } from "./chunks.ts";
import type { Cursor } from "./cursor.ts";
import { countOf, type Dataspace, readDataspace } from "./dataspace.ts";
import { type ElementType, readDatatype } from "./datatype.ts";
import { decodeElements, dtypeOf } from "./elements.ts";
import { Hdf5File } from "./file.ts";
import { fillWith, readFillValue } from "./fill-value.ts";
import { readPipeline } from "./filters.ts";
import { asKerasBfloat16 } from "./keras-bfloat16.ts";
import { readLayout } from "./layout.ts";
import { Budget } from "./limits.ts";
import type { ObjectHeader } from "./object-header.ts";
import type { Hdf5Array, Hdf5Dataset } from "./types.ts";

/** A dataset whose header was read; its path is for error messages. */
export class DatasetNode implements Hdf5Dataset {
  readonly kind = "dataset";
  readonly #file: Hdf5File;
  readonly #header: ObjectHeader;
  readonly #path: string;
  #attributes: Hdf5Dataset["attributes"] | undefined;
  #space: (Dataspace & { shape: readonly number[] }) | undefined;
  #type: ElementType | undefined;
  #wasRead = false;

  constructor(file: Hdf5File, header: ObjectHeader, path: string) {
    this.#file = file;
    this.#header = header;
    this.#path = path;
  }

  get attributes(): Hdf5Dataset["attributes"] {
    this.#attributes ??= readAttributes(this.#file, this.#header, (name, read) => this.#within(read, name));
    return this.#attributes;
  }

  get shape(): readonly number[] {
    return this.#within(() => this.#readSpace().shape);
  }

  get dtype(): Hdf5Dataset["dtype"] {
    return this.#within(() => dtypeOf(this.#readType()));
  }

  read(): Hdf5Array {
    // the first reading counts towards the file's limits; another one has them for itself
    const { bytes, budget } = this.#file;
    const file = this.#wasRead ? new Hdf5File(bytes, new Budget(budget.limits)) : this.#file;
    this.#wasRead = true;
    return this.#within(() => {
      const space = this.#readSpace();
      const type = this.#readType();
      dtypeOf(type); // refuses before any data are looked at
      const count = countOf(space.shape);
      const raw = readBytes(file, this.#header, space, type.size, count);
      return decodeElements(file, raw, type, space.shape, count);
    });
  }

  #within<T>(read: () => T, attribute?: string): T {
    return within(objectName("dataset", this.#path, attribute), read);
  }

  #readSpace(): Dataspace & { shape: readonly number[] } {
    if (!this.#space) {
      const { shape, maximum } = readDataspace(required(this.#header, messageType.dataspace, "dataspace"));
      if (shape === null) throw unreadable("a dataset must have a shape, this one is of a null dataspace");
      this.#space = { shape: Object.freeze(shape), maximum };
    }
    return this.#space;
  }

  #readType(): ElementType {
    const type = () => readDatatype(required(this.#header, messageType.datatype, "datatype"));
    this.#type ??= asKerasBfloat16(type(), this.attributes);
    return this.#type;
  }
}

function required(header: ObjectHeader, type: number, name: string): Cursor {
  const message = header.only(type);
  if (!message) throw unreadable(`a dataset must have a ${name} message, it is missing`);
  return message;
}

/** All bytes of a dataset, as in the file where they stand there in one piece. */
function readBytes(
  file: Hdf5File,
  header: ObjectHeader,
  space: Dataspace & { shape: readonly number[] },
  elementSize: number,
  count: number,
): Uint8Array {
  if (header.has(messageType.externalFiles)) {
    throw unreadable("a dataset must hold its own data, external files are not followed");
  }
  const length = count * elementSize;
  const layout = readLayout(required(header, messageType.layout, "layout"));
  const filters = header.only(messageType.filters);
  if (layout.kind === "chunked") {
    if (layout.elementSize !== elementSize) {
      throw unreadable(`a chunk must have the datatype's size, ${elementSize} bytes an element`, layout.elementSize);
    }
    const pipeline = filters ? readPipeline(filters) : [];
    const target = allocate(file, length, space.shape);
    readChunks(file, layout, space, pipeline, readFillValue(header, elementSize), target);
    return target;
  }
  if (filters) throw unreadable("a filter must be on chunks only, these data are in one piece");
  if (layout.kind === "contiguous" && (layout.address === undefined || length === 0)) {
    const target = allocate(file, length, space.shape);
    fillWith(target, readFillValue(header, elementSize));
    return target;
  }
  const stored = layout.kind === "compact" ? layout.data.length : layout.length;
  if (stored < length) {
    throw unreadable(`the shape declares ${length} bytes, which must not be more than are stored`, stored);
  }
  if (layout.kind === "compact") return layout.data.subarray(0, length);
  return file.at(layout.address ?? 0, "the dataset's data", length).take(length);
}

function allocate(file: Hdf5File, length: number, shape: readonly number[]): Uint8Array {
  file.budget.spend("expandedBytes", length);
  try {
    return new Uint8Array(length);
  } catch {
    throw unreadable("the shape is too large for this machine's memory, it must be smaller", shape);
  }
}
