import { unreadable } from "./_unreadable.ts";
import { walkTree1 } from "./b-tree-v1.ts";
import { walkTree2 } from "./b-tree-v2.ts";
import type { Hdf5File } from "./file.ts";
import type { ChunkedLayout } from "./layout.ts";

/** A stored chunk: where it begins, counted in chunks along each axis, and where its bytes are. */
export interface ChunkRecord {
  readonly place: readonly number[];
  readonly address: number;
  /** Bytes in the file. */
  readonly length: number;
  /** Filters that it skipped, a bit each. */
  readonly mask: number;
}

export interface ChunkGrid {
  /** Chunks along each axis of the dataset. */
  readonly counts: readonly number[];
  /** Chunks along each axis at its largest; what arrays of chunks are numbered by. */
  readonly maximum: readonly number[];
  /** Bytes of a chunk before filters. */
  readonly chunkBytes: number;
  readonly filtered: boolean;
}

/** @see HDF5 File Format Specification Version 3.0, "Appendix C: Types of Indexes for Dataset Chunks" */
export function chunkRecords(file: Hdf5File, layout: ChunkedLayout, grid: ChunkGrid): Iterable<ChunkRecord> {
  const { address, index, chunk } = layout;
  if (address === undefined) return [];
  switch (index.kind) {
    case "tree1":
      return fromTree1(file, address, chunk);
    case "tree2":
      return fromTree2(file, address, grid, chunk.length);
    case "fixed array":
      return fromFixedArray(file, address, grid);
    case "implicit":
      return fromConsecutive(address, grid);
    case "single": {
      const { length, mask } = index.stored ?? { length: grid.chunkBytes, mask: 0 };
      return [{ place: chunk.map(() => 0), address, length, mask }];
    }
  }
}

function* fromTree1(file: Hdf5File, root: number, chunk: readonly number[]): Generator<ChunkRecord> {
  for (const { key, child } of walkTree1(file, root, 1, 8 + 8 * (chunk.length + 1))) {
    const length = key.u32();
    const mask = key.u32();
    const place = chunk.map((size) => {
      const start = key.u64("a chunk's place");
      if (start % size !== 0) throw unreadable(`a chunk must begin at a multiple of ${size}`, start);
      return start / size;
    });
    yield { place, address: child, length, mask };
  }
}

function* fromTree2(file: Hdf5File, root: number, grid: ChunkGrid, rank: number): Generator<ChunkRecord> {
  for (const record of walkTree2(file, root, grid.filtered ? 11 : 10)) {
    const address = record.address();
    const lengthBytes = record.left - 4 - 8 * rank;
    if (grid.filtered && (lengthBytes < 1 || lengthBytes > 8)) {
      throw unreadable("the record of a filtered chunk must have a size of 1 to 8 bytes", lengthBytes);
    }
    const length = grid.filtered ? record.uint(lengthBytes) : grid.chunkBytes;
    const mask = grid.filtered ? record.u32() : 0;
    const place = Array.from({ length: rank }, () => record.u64("a chunk's place"));
    if (address !== undefined) yield { place, address, length, mask };
  }
}

function* fromConsecutive(address: number, grid: ChunkGrid): Generator<ChunkRecord> {
  const total = grid.maximum.reduce((product, count) => product * count, 1);
  for (let i = 0; i < total; i++) {
    const at = address + i * grid.chunkBytes;
    yield { place: placeOf(i, grid.maximum), address: at, length: grid.chunkBytes, mask: 0 };
  }
}

/** @see HDF5 File Format Specification Version 3.0, "VII.C. The Fixed Array Index" */
function* fromFixedArray(file: Hdf5File, address: number, grid: ChunkGrid): Generator<ChunkRecord> {
  const head = file.at(address, "the fixed array of chunks");
  const start = head.offset;
  head.signature("FAHD", 0);
  const filtered = head.u8() === 1;
  const entry = head.u8();
  const pageBits = head.u8();
  const count = head.u64("the number of chunks");
  const blockAddress = head.address();
  file.verify(head, start);
  const lengthBytes = filtered ? entry - 8 - 4 : 0;
  if (filtered !== grid.filtered || pageBits > 32 || (filtered ? lengthBytes < 1 || lengthBytes > 8 : entry !== 8)) {
    throw unreadable("the fixed array of chunks must fit its dataset, it is corrupt", [entry, pageBits]);
  }
  if (blockAddress === undefined) return;
  const block = file.at(blockAddress, "the fixed array's data");
  const blockStart = block.offset;
  block.signature("FADB", 0);
  block.skip(1 + 8);
  const pageLength = 2 ** pageBits;
  const paged = count > pageLength;
  const bitmap = paged ? block.take(Math.ceil(Math.ceil(count / pageLength) / 8)) : undefined;
  if (paged) file.verify(block, blockStart);
  for (let first = 0; first < count; first += paged ? pageLength : count) {
    const entries = block.part(Math.min(count - first, paged ? pageLength : count) * entry);
    const page = first / pageLength;
    const present = !bitmap || (bitmap[page >> 3]! >> (7 - (page & 7))) & 1; // highest bit first
    if (!present) {
      block.skip(4);
      continue;
    }
    file.verify(block, paged ? entries.offset : blockStart);
    for (let i = first; entries.left > 0; i++) {
      const chunkAddress = entries.address();
      const length = filtered ? entries.uint(lengthBytes) : grid.chunkBytes;
      const mask = filtered ? entries.u32() : 0;
      if (chunkAddress !== undefined) yield { place: placeOf(i, grid.maximum), address: chunkAddress, length, mask };
    }
  }
}

/** Coordinates of the `i`-th chunk, the last axis fastest. */
function placeOf(i: number, counts: readonly number[]): number[] {
  const place = counts.map(() => 0);
  let rest = i;
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    place[axis] = rest % counts[axis]!;
    rest = Math.floor(rest / counts[axis]!);
  }
  return place;
}
