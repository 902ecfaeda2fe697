import { unreadable } from "./_unreadable.ts";
import type { Cursor } from "./cursor.ts";
import type { Hdf5File } from "./file.ts";

/** What is said of an extensible array in its header. */
interface ArrayHead {
  readonly file: Hdf5File;
  readonly elementBytes: number;
  /** Elements that lie in the index block. */
  readonly inIndex: number;
  /** Elements of the smallest data block. */
  readonly smallest: number;
  /** Elements of a page of large data blocks. */
  readonly page: number;
  /** Bytes of a block's place in the array. */
  readonly offsetBytes: number;
}

/** A run of data blocks of equal size, which a secondary block lists, or the index block where they are few. */
interface Run {
  readonly blocks: number;
  readonly elements: number;
}

/**
 * Gives the elements of an extensible array with their numbers, a cursor each; those that were never written are left out.
 *
 * @param elements How many there may be: what lies behind is not looked at.
 * @see HDF5 File Format Specification Version 3.0, "VII.D. The Extensible Array Index"
 */
export function* walkExtensibleArray(
  file: Hdf5File,
  address: number,
  client: 0 | 1,
  elements: number,
): Generator<{ number: number; element: Cursor; elementBytes: number }> {
  const head = file.at(address, "the extensible array of chunks");
  const start = head.offset;
  head.signature("EAHD", 0);
  if (head.u8() !== client)
    throw unreadable("the extensible array of chunks must fit its dataset's filters, it is corrupt");
  const [elementBytes, bits, inIndex, smallest, pointers, pageBits] = Array.from({ length: 6 }, () => head.u8()) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  head.skip(4 * 8);
  const end = head.u64("the highest number of an element, and one");
  head.skip(8);
  const indexBlock = head.address();
  file.verify(head, start);
  const powers = [smallest, pointers].every((count) => count > 0 && Number.isInteger(Math.log2(count)));
  if (!powers || bits > 64 || pageBits > 32 || elementBytes < 8 || Math.log2(smallest) > bits) {
    throw unreadable("the sizes of the extensible array of chunks must be those of the format, they are corrupt", [
      elementBytes,
      bits,
      inIndex,
      smallest,
      pointers,
      pageBits,
    ]);
  }
  if (indexBlock === undefined) return;
  const array: ArrayHead = {
    file,
    elementBytes,
    inIndex,
    smallest,
    page: 2 ** pageBits,
    offsetBytes: Math.ceil(bits / 8),
  };
  const runs = Array.from({ length: 1 + bits - Math.log2(smallest) }, (_, i) => ({
    blocks: 2 ** Math.floor(i / 2),
    elements: smallest * 2 ** Math.ceil(i / 2),
  }));
  const most = Math.min(elements, end);
  for (const { number, element } of walkIndexBlock(array, indexBlock, runs, 2 * Math.log2(pointers), client, most)) {
    if (number < most) yield { number, element, elementBytes };
  }
}

function* walkIndexBlock(
  array: ArrayHead,
  address: number,
  runs: readonly Run[],
  direct: number,
  client: number,
  most: number,
): Generator<{ number: number; element: Cursor }> {
  const { file, elementBytes, inIndex } = array;
  const block = file.at(address, "the extensible array's index block");
  const start = block.offset;
  block.signature("EAIB", 0);
  checkClient(block, client);
  block.skip(8);
  const own = Array.from({ length: inIndex }, () => block.part(elementBytes));
  const places = runs.map((run, i) => {
    const listed = i < direct ? run.blocks : 1; // the blocks themselves, or the block that lists them
    return Array.from({ length: listed }, () => block.address());
  });
  file.verify(block, start);
  for (const [number, element] of own.entries()) yield { number, element };
  let first = inIndex;
  for (const [i, run] of runs.entries()) {
    if (first >= most) return;
    const [secondary] = places[i]!;
    const listed = i < direct ? { blocks: places[i]!, pages: undefined } : secondary === undefined ? undefined : readSecondary(array, secondary, run, client); // biome-ignore format: one line
    for (let k = 0; listed && k < run.blocks && first + k * run.elements < most; k++) {
      const data = listed.blocks[k];
      const pages = listed.pages && ((page: number) => listed.pages!(k, page));
      if (data !== undefined) yield* walkDataBlock(array, data, run, first + k * run.elements, client, most, pages);
    }
    first += run.blocks * run.elements;
  }
}

interface Secondary {
  readonly blocks: readonly (number | undefined)[];
  /** Whether a page of a block was written. */
  readonly pages: (block: number, page: number) => boolean;
}

function readSecondary({ file, page, offsetBytes }: ArrayHead, address: number, run: Run, client: number): Secondary {
  const block = file.at(address, "the extensible array's secondary block");
  const start = block.offset;
  block.signature("EASB", 0);
  checkClient(block, client);
  block.skip(8 + offsetBytes);
  const pages = run.elements > page ? run.elements / page : 0;
  const bitmap = block.take(run.blocks * Math.ceil(pages / 8));
  const blocks = Array.from({ length: run.blocks }, () => block.address());
  file.verify(block, start);
  const isWritten = (k: number, i: number) => {
    const bit = k * pages + i;
    return ((bitmap[bit >> 3] ?? 0) >> (7 - (bit & 7))) % 2 === 1; // highest bit first
  };
  return { blocks, pages: isWritten };
}

function* walkDataBlock(
  { file, elementBytes, page, offsetBytes }: ArrayHead,
  address: number,
  { elements }: Run,
  first: number,
  client: number,
  most: number,
  isWritten: ((page: number) => boolean) | undefined,
): Generator<{ number: number; element: Cursor }> {
  const block = file.at(address, "the extensible array's data block");
  const start = block.offset;
  block.signature("EADB", 0);
  checkClient(block, client);
  block.skip(8 + offsetBytes);
  const paged = elements > page;
  if (paged) file.verify(block, start);
  for (let at = 0; at < elements && first + at < most; at += paged ? page : elements) {
    const count = Math.min(page, elements);
    const part = block.part(count * elementBytes);
    if (paged && isWritten && !isWritten(at / page)) {
      block.skip(4);
      continue;
    }
    file.verify(block, paged ? part.offset : start);
    for (let i = 0; i < count; i++) yield { number: first + at + i, element: part.part(elementBytes) };
  }
}

function checkClient(block: Cursor, client: number): void {
  const received = block.u8();
  if (received !== client) throw unreadable(`${block.what} must be of the kind of its header, ${client}`, received);
}
