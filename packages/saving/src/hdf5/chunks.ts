import { unreadable } from "./_unreadable.ts";
import { type ChunkGrid, type ChunkRecord, chunkRecords } from "./chunk-index.ts";
import type { Dataspace } from "./dataspace.ts";
import type { Hdf5File } from "./file.ts";
import { fillWith } from "./fill-value.ts";
import { decodeChunk, type Pipeline } from "./filters.ts";
import type { ChunkedLayout } from "./layout.ts";

/**
 * Puts a dataset together from its chunks; what no chunk covers has the fill value.
 *
 * `target` has the dataset's size and was paid for.
 */
export function readChunks(
  file: Hdf5File,
  layout: ChunkedLayout,
  space: Dataspace & { shape: readonly number[] },
  pipeline: Pipeline,
  fill: Uint8Array | undefined,
  target: Uint8Array,
): void {
  fillWith(target, fill);
  if (target.length === 0) return;
  const grid = gridOf(file, layout, space, pipeline);
  const total = grid.counts.reduce((product, count) => product * count, 1);
  const seen = new Set<number>();
  for (const record of chunkRecords(file, layout, grid)) {
    file.budget.spend("blocks", 1);
    const { place, address, length } = record;
    if (place.some((at, axis) => at >= grid.maximum[axis]!)) throw unreadable("a chunk must not lie outside", place);
    if (place.some((at, axis) => at >= grid.counts[axis]!)) continue; // left from when the dataset was larger
    const number = place.reduce((sum, at, axis) => sum * grid.counts[axis]! + at, 0);
    if (seen.has(number)) throw unreadable("a dataset must not have the same chunk twice", place);
    if (seen.add(number).size > total) throw unreadable(`a dataset must not have more than ${total} chunks`);
    const stored = file.at(address, "a chunk", length).take(length);
    const filters = layout.filtersEdges || isWhole(record, layout, space.shape) ? pipeline : [];
    file.budget.spend("expandedBytes", filters.length > 0 ? grid.chunkBytes : 0);
    const bytes = decodeChunk(stored, filters, record.mask, grid.chunkBytes, layout.elementSize);
    scatter(bytes, place, layout, space.shape, target);
  }
}

function gridOf(
  file: Hdf5File,
  layout: ChunkedLayout,
  space: Dataspace & { shape: readonly number[] },
  pipeline: Pipeline,
): ChunkGrid {
  const { chunk, elementSize } = layout;
  if (chunk.length !== space.shape.length) {
    throw unreadable(`a chunk must have the rank of its dataset, ${space.shape.length}`, chunk.length);
  }
  if (chunk.includes(0)) throw unreadable("a chunk must have a shape without zeros", chunk);
  const chunkBytes = chunk.reduce((product, size) => product * size, elementSize);
  const most = file.budget.limits.expandedBytes;
  if (!(chunkBytes <= most)) throw unreadable(`a chunk declares a shape larger than the limit of ${most} bytes`, chunk);
  const along = (sizes: readonly number[]) => sizes.map((size, axis) => Math.ceil(size / chunk[axis]!));
  return { counts: along(space.shape), maximum: along(space.maximum), chunkBytes, filtered: pipeline.length > 0 };
}

function isWhole({ place }: ChunkRecord, { chunk }: ChunkedLayout, shape: readonly number[]): boolean {
  return place.every((at, axis) => (at + 1) * chunk[axis]! <= shape[axis]!);
}

/** Copies the part of a chunk that lies inside the dataset, a run along the last axis at a time. */
function scatter(
  bytes: Uint8Array,
  place: readonly number[],
  { chunk, elementSize }: ChunkedLayout,
  shape: readonly number[],
  target: Uint8Array,
): void {
  const last = shape.length - 1;
  const start = place.map((at, axis) => at * chunk[axis]!);
  const inside = start.map((from, axis) => Math.min(chunk[axis]!, shape[axis]! - from));
  const run = inside[last]! * elementSize;
  const runs = inside.slice(0, last).reduce((product, size) => product * size, 1);
  const index = inside.map(() => 0);
  for (let i = 0; i < runs; i++) {
    let from = 0;
    let to = 0;
    for (let axis = 0; axis <= last; axis++) {
      from = from * chunk[axis]! + index[axis]!;
      to = to * shape[axis]! + start[axis]! + index[axis]!;
    }
    target.set(bytes.subarray(from * elementSize, from * elementSize + run), to * elementSize);
    for (let axis = last - 1; axis >= 0 && ++index[axis]! === inside[axis]; axis--) index[axis] = 0;
  }
}
