import { messageType } from "./_message-type.ts";
import { unreadable } from "./_unreadable.ts";
import { walkTree2 } from "./b-tree-v2.ts";
import type { Cursor } from "./cursor.ts";
import type { Hdf5File } from "./file.ts";
import { FractalHeap } from "./fractal-heap.ts";
import type { ObjectHeader } from "./object-header.ts";
import { readSymbolTable } from "./symbol-table.ts";
import { decodeText } from "./text.ts";

/** A name in a group, and where its object's header is. Only hard links are followed. */
export type Link =
  | { readonly name: string; readonly kind: "hard"; readonly address: number; readonly order?: number }
  | { readonly name: string; readonly kind: "soft" | "external" | "unknown"; readonly order?: number };

/** Lists a group's members: by name, or as they were created where the group keeps that. */
export function readLinks(file: Hdf5File, header: ObjectHeader): readonly Link[] {
  const links = new Map<string, Link>();
  for (const link of linksOf(file, header)) {
    file.budget.spend("links", 1);
    if (links.has(link.name)) throw unreadable("a group must not have the same name twice", link.name);
    if (link.name === "" || link.name.includes("/")) throw unreadable("a name must not be empty or a path", link.name);
    links.set(link.name, link);
  }
  const list = [...links.values()];
  const byOrder = list.every((link) => link.order !== undefined);
  return list.sort((a, b) => (byOrder ? a.order! - b.order! : a.name < b.name ? -1 : 1));
}

function* linksOf(file: Hdf5File, header: ObjectHeader): Generator<Link> {
  const table = header.only(messageType.symbolTable);
  if (table) yield* readSymbolTable(file, table);
  for (const message of header.all(messageType.link)) yield readLink(message);
  const info = header.only(messageType.linkInfo);
  if (info) yield* readDense(file, info);
}

/** @see HDF5 File Format Specification Version 3.0, "IV.A.2.c. The Link Info Message" */
function* readDense(file: Hdf5File, info: Cursor): Generator<Link> {
  info.version(0);
  if (info.u8() & 1) info.skip(8);
  const heapAddress = info.address();
  const tree = info.address();
  if (heapAddress === undefined || tree === undefined) return;
  const heap = new FractalHeap(file, heapAddress);
  for (const record of walkTree2(file, tree, 5)) {
    record.skip(4); // hash of the name
    yield readLink(heap.object(record));
  }
}

/** @see HDF5 File Format Specification Version 3.0, "IV.A.2.g. The Link Message" */
function readLink(cursor: Cursor): Link {
  cursor.version(1);
  const flags = cursor.u8();
  const type = flags & 8 ? cursor.u8() : 0;
  const order = flags & 4 ? { order: cursor.u64("the creation order") } : {};
  if (flags & 16) cursor.skip(1); // character set
  const name = decodeText(cursor.take(cursor.uint(1 << (flags & 3), "the length of a name")), "a name");
  if (type !== 0) return { name, kind: type === 1 ? "soft" : type === 64 ? "external" : "unknown", ...order };
  const address = cursor.address();
  if (address === undefined) throw unreadable("a hard link must have an address", name);
  return { name, kind: "hard", address, ...order };
}
