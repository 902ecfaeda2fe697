import { unreadable } from "./_unreadable.ts";
import { walkTree1 } from "./b-tree-v1.ts";
import { walkTree2 } from "./b-tree-v2.ts";
import type { Cursor } from "./cursor.ts";
import { walkExtensibleArray } from "./extensible-array.ts";
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
    case "extensible array":
      return fromExtensibleArray(file, address, grid);
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
      const chunk = readElement(entries, grid, lengthBytes);
      if (chunk) yield { place: placeOf(i, grid.maximum), ...chunk };
    }
  }
}

/** Numbered as if the axis without a limit were the first. */
function* fromExtensibleArray(file: Hdf5File, address: number, grid: ChunkGrid): Generator<ChunkRecord> {
  const axes = grid.maximum.map((_, axis) => axis);
  const free = grid.maximum.indexOf(Number.POSITIVE_INFINITY);
  if (free < 0 || grid.maximum.lastIndexOf(Number.POSITIVE_INFINITY) !== free) {
    throw unreadable("a dataset with an extensible array of chunks must have one axis without a limit", grid.maximum);
  }
  const order = [free, ...axes.filter((axis) => axis !== free)];
  const counts = order.map((axis) => grid.maximum[axis]!);
  const most = order.reduce((product, axis) => product * (axis === free ? grid.counts : grid.maximum)[axis]!, 1);
  for (const { number, element, elementBytes } of walkExtensibleArray(file, address, grid.filtered ? 1 : 0, most)) {
    const lengthBytes = grid.filtered ? elementBytes - 8 - 4 : 0;
    if (grid.filtered ? lengthBytes < 1 || lengthBytes > 8 : elementBytes !== 8) {
      throw unreadable("an element of the extensible array must be the place of a chunk", elementBytes);
    }
    const chunk = readElement(element, grid, lengthBytes);
    if (!chunk) continue;
    const along = placeOf(number, counts);
    yield { place: axes.map((axis) => along[order.indexOf(axis)]!), ...chunk };
  }
}

/** A chunk as arrays of chunks hold it; undefined where there is none. */
function readElement(
  cursor: Cursor,
  { filtered, chunkBytes }: ChunkGrid,
  lengthBytes: number,
): Omit<ChunkRecord, "place"> | undefined {
  const address = cursor.address();
  const length = filtered ? cursor.uint(lengthBytes) : chunkBytes;
  const mask = filtered ? cursor.u32() : 0;
  return address === undefined ? undefined : { address, length, mask };
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
