import { unreadable } from "./_unreadable.ts";
import type { Cursor } from "./cursor.ts";
import { type Hdf5File, Visited } from "./file.ts";

/**
 * Walks a version 1 B-tree and gives each leaf's child with the key in front of it.
 *
 * A node is level, count, then keys and children in turn: k0 c0 k1 c1 … kn. Every level must be one below its parent's
 * and every node is entered once, so that the walk ends.
 *
 * @param nodeType 0 for the members of a group, 1 for chunks.
 * @param keyBytes Length of a key.
 * @see HDF5 File Format Specification Version 3.0, "III.A.1. Disk Format: Level 1A1 - Version 1 B-trees"
 */
export function* walkTree1(
  file: Hdf5File,
  root: number,
  nodeType: 0 | 1,
  keyBytes: number,
): Generator<{ key: Cursor; child: number }> {
  const visited = new Visited();
  const stack: { address: number; level: number | undefined }[] = [{ address: root, level: undefined }];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const what = "a version 1 B-tree's node";
    visited.add(node.address, what);
    const cursor = file.at(node.address, what);
    cursor.signature("TREE");
    const type = cursor.u8();
    if (type !== nodeType) throw unreadable(`${what} must be of type ${nodeType}, the tree is corrupt`, type);
    const level = cursor.u8();
    if (node.level !== undefined && level !== node.level) {
      throw unreadable(`${what} must be of level ${node.level}, the tree is corrupt`, level);
    }
    const count = cursor.u16();
    cursor.skip(16); // siblings
    const below: typeof stack = [];
    for (let i = 0; i < count; i++) {
      const key = cursor.part(keyBytes, "a version 1 B-tree's key");
      const child = cursor.address();
      if (child === undefined) throw unreadable(`${what} must have an address for each child`);
      if (level === 0) yield { key, child };
      else below.push({ address: child, level: level - 1 });
    }
    stack.push(...below.reverse());
  }
}
