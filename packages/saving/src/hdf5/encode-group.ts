import { Fields, padded, undefinedAddress } from "./fields.ts";
import type { Space } from "./space.ts";

/** Half of the most members that a symbol table node, and children that a tree's node, have ("Group Leaf Node K"). */
export const leafRank = 4;
export const internalRank = 16;

const symbolBytes = 40;
const nodeBytes = 24 + 8 * (4 * internalRank + 1);

export interface Member {
  /** The name as UTF-8. */
  readonly name: Uint8Array;
  /** Address of the object's header. */
  readonly address: number;
}

/** Addresses of the tree and the names of an old-style group. */
export interface SymbolTable {
  readonly tree: number;
  readonly heap: number;
}

/**
 * Writes the members of a group: names in a local heap, symbol table nodes of 8, and a B-tree of 32 children a node.
 *
 * @see HDF5 File Format Specification Version 3.0, "III.A.1. Disk Format: Level 1A1 - Version 1 B-trees",
 * "III.B. Disk Format: Level 1B - Group Symbol Table Nodes", "III.D. Disk Format: Level 1D - Local Heaps"
 */
export function placeSymbolTable(space: Space, members: readonly Member[]): SymbolTable {
  const sorted = [...members].sort((a, b) => compareBytes(a.name, b.name));
  const { heap, offsets } = placeNames(space, sorted);
  let level = 0;
  let nodes = inRuns(sorted, 2 * leafRank).map((run, i) => {
    const first = i * 2 * leafRank;
    const fields = new Fields(8 + 2 * leafRank * symbolBytes).text("SNOD").u8(1, 0).u16(run.length);
    run.forEach((member, j) => void fields.u64(offsets[first + j]!, member.address).skip(24));
    return { address: space.add(fields.bytes), last: offsets[first + run.length - 1]! };
  });
  do {
    nodes = placeLevel(space, nodes, level++);
  } while (nodes.length > 1);
  return { tree: nodes[0]!.address, heap };
}

interface TreeNode {
  readonly address: number;
  /** Place of the last name below it. */
  readonly last: number;
}

/** A level of the tree over the nodes below it: neighbours know each other, keys are the last names of children. */
function placeLevel(space: Space, below: readonly TreeNode[], level: number): TreeNode[] {
  const runs = below.length === 0 ? [[]] : inRuns(below, 2 * internalRank);
  const addresses = runs.map(() => space.reserve(nodeBytes));
  let before = 0; // the empty name, smaller than all
  return runs.map((run, i) => {
    const fields = new Fields(nodeBytes).text("TREE").u8(0, level).u16(run.length);
    fields.u64(addresses[i - 1] ?? undefinedAddress, addresses[i + 1] ?? undefinedAddress).u64(before);
    for (const { address, last } of run) fields.u64(address, last);
    before = run.at(-1)?.last ?? 0;
    space.place(addresses[i]!, fields.bytes);
    return { address: addresses[i]!, last: before };
  });
}

function placeNames(space: Space, sorted: readonly Member[]): { heap: number; offsets: number[] } {
  const offsets: number[] = [];
  let length = 8; // the empty name
  for (const { name } of sorted) {
    offsets.push(length);
    length += padded(name.length + 1);
  }
  const data = new Uint8Array(length);
  for (const [i, { name }] of sorted.entries()) data.set(name, offsets[i]!);
  const address = space.add(data);
  const noFreeBlock = 1;
  const head = new Fields(32).text("HEAP").u8(0).skip(3).u64(length, noFreeBlock, address);
  return { heap: space.add(head.bytes), offsets };
}

function inRuns<T>(list: readonly T[], length: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / length) }, (_, i) => list.slice(i * length, (i + 1) * length));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}
