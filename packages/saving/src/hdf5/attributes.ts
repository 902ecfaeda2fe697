import { messageType } from "./_message-type.ts";
import { unreadable } from "./_unreadable.ts";
import { walkTree2 } from "./b-tree-v2.ts";
import type { Cursor } from "./cursor.ts";
import { countOf, type Dataspace, readDataspace } from "./dataspace.ts";
import { type ElementType, readDatatype } from "./datatype.ts";
import { decodeElements } from "./elements.ts";
import type { Hdf5File } from "./file.ts";
import { FractalHeap } from "./fractal-heap.ts";
import { LazyMap } from "./lazy-map.ts";
import type { ObjectHeader } from "./object-header.ts";
import { decodeText, untilZero } from "./text.ts";
import type { Hdf5Value } from "./types.ts";

interface Attribute {
  readonly name: string;
  readonly type: ElementType;
  readonly space: Dataspace;
  readonly data: Cursor;
}

/** The attributes of an object: listed at once, decoded one by one when asked for. */
export function readAttributes(
  file: Hdf5File,
  header: ObjectHeader,
  guard: <T>(attribute: string | undefined, read: () => T) => T,
): ReadonlyMap<string, Hdf5Value> {
  return guard(undefined, () => {
    const values = new Map<string, () => Hdf5Value>();
    for (const message of messagesOf(file, header)) {
      const attribute = readAttribute(message);
      if (values.has(attribute.name))
        throw unreadable("an object must not have the same attribute twice", attribute.name);
      if (values.size >= file.budget.limits.attributes) {
        throw unreadable("an object must not have more attributes than the limit", file.budget.limits.attributes);
      }
      values.set(attribute.name, () => guard(attribute.name, () => readValue(file, attribute)));
    }
    return new LazyMap(values);
  });
}

function* messagesOf(file: Hdf5File, header: ObjectHeader): Generator<Cursor> {
  yield* header.all(messageType.attribute);
  const info = header.only(messageType.attributeInfo);
  if (!info) return;
  // "IV.A.2.v. The Attribute Info Message"
  info.version(0);
  if (info.u8() & 1) info.skip(2);
  const heapAddress = info.address();
  const tree = info.address();
  if (heapAddress === undefined || tree === undefined) return;
  const heap = new FractalHeap(file, heapAddress);
  for (const record of walkTree2(file, tree, 8)) {
    const id = record.part(8);
    if (record.u8() & 2) throw unreadable("attributes must not be shared messages, that is not supported");
    yield heap.object(id);
  }
}

/** @see HDF5 File Format Specification Version 3.0, "IV.A.2.m. The Attribute Message" */
function readAttribute(cursor: Cursor): Attribute {
  const version = cursor.version(1, 2, 3);
  const flags = cursor.u8();
  if (version > 1 && flags !== 0) throw unreadable("an attribute's datatype must not be shared, that is not supported");
  const lengths = [cursor.u16(), cursor.u16(), cursor.u16()] as const;
  if (version === 3) cursor.skip(1); // character set
  const [nameBytes, typeBytes, spaceBytes] = lengths.map((length) => (version === 1 ? (length + 7) & ~7 : length));
  const name = decodeText(untilZero(cursor.take(nameBytes!)), "an attribute's name");
  const type = readDatatype(cursor.part(typeBytes!, "an attribute's datatype"));
  const space = readDataspace(cursor.part(spaceBytes!, "an attribute's dataspace"));
  return { name, type, space, data: cursor };
}

function readValue(file: Hdf5File, { type, space, data }: Attribute): Hdf5Value {
  if (space.shape === null) return null;
  const count = countOf(space.shape);
  // a cursor of its own: the value may be asked for again after a refusal
  const raw = data.part(count * type.size, "the attribute's value", true).take(count * type.size);
  const array = decodeElements(file, raw, type, space.shape, count);
  if (space.shape.length > 0) return array;
  const value = array.data[0]!;
  return array.dtype === "bool" ? value === 1 : value;
}
