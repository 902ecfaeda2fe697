import { unreadable } from "./_unreadable.ts";
import type { Cursor } from "./cursor.ts";

/** How the chunks of a dataset are found. */
export type ChunkIndex =
  | { readonly kind: "tree1" }
  | { readonly kind: "single"; readonly stored: { readonly length: number; readonly mask: number } | undefined }
  | { readonly kind: "implicit" }
  | { readonly kind: "fixed array" }
  | { readonly kind: "extensible array" }
  | { readonly kind: "tree2" };

export interface ChunkedLayout {
  readonly kind: "chunked";
  /** Elements of a chunk along each axis. */
  readonly chunk: readonly number[];
  readonly elementSize: number;
  readonly address: number | undefined;
  readonly index: ChunkIndex;
  /** Whether chunks that stick out of the dataset went through the filters too. */
  readonly filtersEdges: boolean;
}

/** Where a dataset's bytes are. */
export type Layout =
  | { readonly kind: "compact"; readonly data: Uint8Array }
  | { readonly kind: "contiguous"; readonly address: number | undefined; readonly length: number }
  | ChunkedLayout;

/** @see HDF5 File Format Specification Version 3.0, "IV.A.2.i. The Data Layout Message" */
export function readLayout(cursor: Cursor): Layout {
  const version = cursor.version(3, 4);
  const kind = cursor.u8();
  if (kind === 0) return { kind: "compact", data: cursor.take(cursor.u16()) };
  if (kind === 1) return { kind: "contiguous", address: cursor.address(), length: cursor.u64("the size") };
  if (kind === 2) return version === 3 ? readChunked3(cursor) : readChunked4(cursor);
  if (kind === 3)
    throw unreadable("a dataset must hold its own data, virtual ones over other datasets are not supported");
  throw unreadable("the data layout must be compact, contiguous or chunked", kind);
}

function readChunked3(cursor: Cursor): ChunkedLayout {
  const rank = rankOf(cursor.u8());
  const address = cursor.address();
  const chunk = Array.from({ length: rank }, () => cursor.u32());
  const elementSize = cursor.u32();
  return { kind: "chunked", chunk, elementSize, address, index: { kind: "tree1" }, filtersEdges: true };
}

function readChunked4(cursor: Cursor): ChunkedLayout {
  const flags = cursor.u8();
  const rank = rankOf(cursor.u8());
  const width = cursor.u8();
  if (width < 1 || width > 8) throw unreadable("dimensions of a chunk must be of 1 to 8 bytes", width);
  const chunk = Array.from({ length: rank }, () => cursor.uint(width));
  const elementSize = cursor.uint(width);
  const index = readIndex(cursor, flags);
  return { kind: "chunked", chunk, elementSize, index, address: cursor.address(), filtersEdges: (flags & 1) === 0 };
}

function readIndex(cursor: Cursor, flags: number): ChunkIndex {
  const kind = cursor.u8();
  if (kind === 1) {
    if ((flags & 2) === 0) return { kind: "single", stored: undefined };
    return { kind: "single", stored: { length: cursor.u64("the size of a chunk"), mask: cursor.u32() } };
  }
  if (kind === 2) return { kind: "implicit" };
  if (kind === 3) {
    cursor.skip(1); // bits of a page's count, which the array's header repeats
    return { kind: "fixed array" };
  }
  if (kind === 4) {
    cursor.skip(5); // the array's own header repeats these
    return { kind: "extensible array" };
  }
  if (kind === 5) {
    cursor.skip(4 + 1 + 1); // the tree's own header repeats these
    return { kind: "tree2" };
  }
  throw unreadable("the index of chunks must be one of those of the format, others are not supported", kind);
}

/** The stored count has one more for the bytes of an element. */
function rankOf(dimensions: number): number {
  if (dimensions < 2 || dimensions > 33) throw unreadable("the rank of a chunk must be from 1 to 32", dimensions - 1);
  return dimensions - 1;
}
