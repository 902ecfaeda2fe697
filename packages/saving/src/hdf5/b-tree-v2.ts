import { unreadable } from "./_unreadable.ts";
import type { Cursor } from "./cursor.ts";
import { type Hdf5File, Visited } from "./file.ts";

/** Whole bytes that a number up to `limit` needs. */
export function bytesFor(limit: number): number {
  return Math.floor(Math.log2(Math.max(limit, 1)) / 8) + 1;
}

const overhead = 10; // signature, version, type, checksum

/**
 * Gives the records of a version 2 B-tree in their order.
 *
 * @see HDF5 File Format Specification Version 3.0, "III.A.2. Disk Format: Level 1A2 - Version 2 B-trees"
 */
export function* walkTree2(file: Hdf5File, address: number, type: number): Generator<Cursor> {
  const head = file.at(address, "the version 2 B-tree");
  const start = head.offset;
  head.signature("BTHD", 0);
  const received = head.u8();
  if (received !== type) throw unreadable(`the version 2 B-tree must be of type ${type}`, received);
  const nodeSize = head.u32();
  const recordSize = head.u16();
  const depth = head.u16();
  head.skip(2); // when nodes split and merge
  const root = head.address();
  const count = head.u16();
  head.skip(8); // all records
  file.verify(head, start);
  if (recordSize === 0 || nodeSize < overhead + recordSize || depth > 16) {
    throw unreadable("the version 2 B-tree must have nodes that hold a record, and a depth of at most 16", [
      nodeSize,
      recordSize,
      depth,
    ]);
  }
  if (root === undefined) return;
  const pointers = pointerSizes(nodeSize, recordSize, depth);
  yield* walkNode({ file, type, nodeSize, recordSize, pointers, visited: new Visited() }, root, count, depth);
}

interface Tree {
  readonly file: Hdf5File;
  readonly type: number;
  readonly nodeSize: number;
  readonly recordSize: number;
  /** Bytes of a child's record count, and of its subtree's, by the node's depth. */
  readonly pointers: readonly { readonly own: number; readonly all: number }[];
  readonly visited: Visited;
}

/** Counts in child pointers are as long as the largest subtree needs ("Number of Records for Child Node"). */
function pointerSizes(nodeSize: number, recordSize: number, depth: number): Tree["pointers"] {
  const leafMost = Math.floor((nodeSize - overhead) / recordSize);
  const own = bytesFor(leafMost);
  const sizes = [{ own: 0, all: 0 }];
  let subtree = leafMost;
  for (let level = 1; level <= depth; level++) {
    const all = level === 1 ? 0 : Math.min(bytesFor(subtree), 8);
    sizes.push({ own, all });
    const pointer = 8 + own + all;
    const most = Math.max(Math.floor((nodeSize - overhead - pointer) / (recordSize + pointer)), 0);
    subtree = (most + 1) * subtree + most;
  }
  return sizes;
}

function* walkNode(tree: Tree, address: number, count: number, depth: number): Generator<Cursor> {
  const { file, recordSize } = tree;
  const what = "a version 2 B-tree's node";
  tree.visited.add(address, what);
  const cursor = file.at(address, what, tree.nodeSize);
  const start = cursor.offset;
  cursor.signature(depth > 0 ? "BTIN" : "BTLF", 0);
  const type = cursor.u8();
  if (type !== tree.type) throw unreadable(`${what} must be of type ${tree.type}`, type);
  const records = Array.from({ length: count }, () => cursor.part(recordSize, "a version 2 B-tree's record"));
  const children: { address: number | undefined; count: number }[] = [];
  for (let i = 0; depth > 0 && i <= count; i++) {
    const { own, all } = tree.pointers[depth]!;
    children.push({ address: cursor.address(), count: cursor.uint(own) });
    cursor.skip(all);
  }
  file.verify(cursor, start);
  for (let i = 0; i <= count; i++) {
    const child = children[i];
    if (child) {
      if (child.address === undefined) throw unreadable(`${what} must have an address for each child`);
      yield* walkNode(tree, child.address, child.count, depth - 1);
    }
    if (i < count) yield records[i]!;
  }
}
