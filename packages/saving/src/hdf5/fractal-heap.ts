import { unreadable } from "./_unreadable.ts";
import { bytesFor, walkTree2 } from "./b-tree-v2.ts";
import type { Cursor } from "./cursor.ts";
import type { Hdf5File } from "./file.ts";
import { verifyChecksum } from "./verify-checksum.ts";

const what = "the fractal heap";

/**
 * A heap whose blocks double in size, where many links and attributes of an object are ("dense storage").
 *
 * @see HDF5 File Format Specification Version 3.0, "III.G. Disk Format: Level 1G - Fractal Heap"
 */
export class FractalHeap {
  readonly #file: Hdf5File;
  readonly #hugeTree: number | undefined;
  readonly #width: number;
  readonly #firstSize: number;
  readonly #largestDirect: number;
  readonly #offsetBytes: number;
  readonly #lengthBytes: number;
  readonly #root: number | undefined;
  readonly #rootRows: number;
  readonly #checked: boolean;
  readonly #verified = new Set<number>();
  #huge: Map<number, { address: number; length: number }> | undefined;

  constructor(file: Hdf5File, address: number) {
    this.#file = file;
    const cursor = file.at(address, what);
    const start = cursor.offset;
    cursor.signature("FRHP", 0);
    cursor.skip(2); // length of an ID
    const filters = cursor.u16();
    this.#checked = (cursor.u8() & 2) !== 0;
    const largestManaged = cursor.u32();
    cursor.skip(8); // next ID of a huge object
    this.#hugeTree = cursor.address();
    cursor.skip(8 * 10); // free space, counts and sizes of objects
    this.#width = cursor.u16();
    this.#firstSize = cursor.u64("the starting block size");
    this.#largestDirect = cursor.u64("the largest block size");
    const bits = cursor.u16();
    cursor.skip(2); // rows at the start
    this.#root = cursor.address();
    this.#rootRows = cursor.u16();
    if (filters !== 0) throw unreadable(`${what} must not have a filter, that is not supported`);
    file.verify(cursor, start);
    const powers = isPower(this.#width) && isPower(this.#firstSize) && isPower(this.#largestDirect);
    if (!powers || this.#largestDirect < this.#firstSize || bits > 64 || this.#rootRows > 64) {
      const received = [this.#width, this.#firstSize, this.#largestDirect, bits, this.#rootRows];
      throw unreadable(`${what} must have a doubling table of powers of two with at most 64 rows and bits`, received);
    }
    this.#offsetBytes = Math.ceil(bits / 8);
    this.#lengthBytes = Math.min(Math.ceil(Math.log2(this.#largestDirect) / 8), bytesFor(largestManaged));
  }

  /** The bytes of an object by its ID: managed in a block, huge outside of them, or tiny inside the ID. */
  object(id: Cursor): Cursor {
    const head = id.u8();
    if (head >> 6 !== 0) throw unreadable("an ID in a fractal heap must be of version 0", head >> 6);
    const kind = (head >> 4) & 3;
    if (kind === 0) return this.#managed(id.uint(this.#offsetBytes), id.uint(this.#lengthBytes));
    if (kind === 1) return this.#hugeObject(id.uint(Math.min(id.left, 8)));
    if (kind === 2) return id.part((head & 0xf) + 1, "a tiny object of the fractal heap");
    throw unreadable("an object of a fractal heap must be managed, huge or tiny", kind);
  }

  #hugeObject(key: number): Cursor {
    if (this.#hugeTree === undefined) throw unreadable(`${what} must have a B-tree of huge objects`);
    if (!this.#huge) {
      this.#huge = new Map();
      for (const record of walkTree2(this.#file, this.#hugeTree, 1)) {
        const address = record.address();
        const length = record.u64();
        if (address !== undefined) this.#huge.set(record.u64(), { address, length });
      }
    }
    const found = this.#huge.get(key);
    if (!found) throw unreadable(`${what} must have the huge object ${key}, it does not`);
    return this.#file.at(found.address, "a huge object of the fractal heap", found.length);
  }

  #managed(offset: number, length: number): Cursor {
    if (this.#root === undefined) throw unreadable(`${what} must have a root block`);
    let address = this.#root;
    let rows = this.#rootRows;
    let from = 0; // where the block begins in the heap's own address space
    let size = this.#firstSize;
    while (rows > 0) {
      const { row, column } = this.#place(offset - from, rows);
      size = this.#rowSize(row);
      const child = this.#childAddress(address, rows, row * this.#width + column);
      from += this.#rowStart(row) + column * size;
      rows = size <= this.#largestDirect ? 0 : Math.log2(size / this.#firstSize / this.#width) + 1;
      address = child;
    }
    if (offset - from + length > size) throw unreadable("an object must not end beyond its block", length);
    const block = this.#file.at(address, "a direct block of the fractal heap", size);
    const start = block.offset;
    block.signature("FHDB", 0);
    if (this.#checked && !this.#verified.has(start)) this.#verifyDirect(start, size);
    return this.#file.at(address + offset - from, "an object of the fractal heap", length);
  }

  /** A direct block's checksum lies inside what it covers, and counts as zero there. */
  #verifyDirect(start: number, size: number): void {
    const copy = this.#file.bytes.slice(start, start + size);
    const place = 4 + 1 + 8 + this.#offsetBytes;
    copy.fill(0, place, place + 4);
    verifyChecksum(this.#file.at(start + place, "a direct block of the fractal heap"), copy);
    this.#verified.add(start);
  }

  #rowSize(row: number): number {
    return row === 0 ? this.#firstSize : this.#firstSize * 2 ** (row - 1);
  }

  #rowStart(row: number): number {
    return row === 0 ? 0 : this.#rowSize(row) * this.#width;
  }

  #place(offset: number, rows: number): { row: number; column: number } {
    for (let row = 0; row < rows; row++) {
      const column = Math.floor((offset - this.#rowStart(row)) / this.#rowSize(row));
      if (column < this.#width) return { row, column };
    }
    throw unreadable("an object must not lie beyond the end of its fractal heap", offset);
  }

  #childAddress(address: number, rows: number, entry: number): number {
    const cursor = this.#file.at(address, "an indirect block of the fractal heap");
    const start = cursor.offset;
    cursor.signature("FHIB", 0);
    cursor.skip(8 + this.#offsetBytes);
    const entries = cursor.part(rows * this.#width * 8);
    if (!this.#verified.has(start)) this.#file.verify(cursor, start);
    this.#verified.add(start);
    entries.skip(entry * 8);
    const child = entries.address();
    if (child === undefined) throw unreadable("an object must lie in a block that its fractal heap has");
    return child;
  }
}

function isPower(x: number): boolean {
  return x > 0 && Number.isInteger(Math.log2(x));
}
