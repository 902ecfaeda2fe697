import { unreadable } from "./_unreadable.ts";
import { walkTree1 } from "./b-tree-v1.ts";
import type { Cursor } from "./cursor.ts";
import { type Hdf5File, Visited } from "./file.ts";
import type { Link } from "./links.ts";
import { decodeText } from "./text.ts";

const symbolicLink = 2;

/**
 * The members of an old-style group: a B-tree of symbol table nodes, with names in a local heap.
 *
 * @see HDF5 File Format Specification Version 3.0, "IV.A.2.r. The Symbol Table Message",
 * "III.B. Disk Format: Level 1B - Group Symbol Table Nodes", "III.D. Disk Format: Level 1D - Local Heaps"
 */
export function* readSymbolTable(file: Hdf5File, message: Cursor): Generator<Link> {
  const tree = message.address();
  const heap = message.address();
  if (tree === undefined || heap === undefined) throw unreadable("a group must have a B-tree and a local heap");
  const names = readLocalHeap(file, heap);
  const visited = new Visited();
  for (const { child } of walkTree1(file, tree, 0, 8)) {
    visited.add(child, "a symbol table node");
    const node = file.at(child, "a symbol table node");
    node.signature("SNOD", 1);
    node.skip(1);
    const count = node.u16();
    for (let i = 0; i < count; i++) {
      const name = nameAt(names, node.u64("a name's place"));
      const address = node.address();
      const cache = node.u32();
      node.skip(4 + 16);
      if (cache === symbolicLink || address === undefined) yield { name, kind: "soft" };
      else yield { name, kind: "hard", address };
    }
  }
}

function readLocalHeap(file: Hdf5File, address: number): Uint8Array {
  const head = file.at(address, "the local heap");
  head.signature("HEAP", 0);
  head.skip(3);
  const length = head.u64("the length");
  head.skip(8); // free list
  const data = head.address();
  if (data === undefined) throw unreadable("a local heap must have a data segment");
  return file.at(data, "the local heap's data", length).take(length);
}

const longestName = 4096;

function nameAt(names: Uint8Array, start: number): string {
  const rest = names.subarray(start, start + longestName + 1);
  const end = rest.indexOf(0);
  if (end <= 0) {
    throw unreadable(`a name must be in its local heap, of 1 to ${longestName} bytes, with a zero at its end`, start);
  }
  return decodeText(rest.subarray(0, end), "a name");
}
