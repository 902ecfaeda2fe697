import { Fields, padded } from "./fields.ts";
import type { Space } from "./space.ts";

const smallest = 4096; // the library reads that much at once
const head = 16;

/**
 * Collections of the global heap, filled with texts one after another.
 *
 * @see HDF5 File Format Specification Version 3.0, "III.E. Disk Format: Level 1E - Global Heap"
 */
export class TextHeap {
  readonly #space: Space;
  #collection: { address: number; fields: Fields; left: number; count: number } | undefined;

  constructor(space: Space) {
    this.#space = space;
  }

  /** Stores a text and gives where it is: the 16 bytes that stand for it. */
  add(text: Uint8Array): Uint8Array {
    if (text.length === 0) return new Uint8Array(16);
    const needed = head + padded(text.length);
    if (!this.#collection || this.#collection.left < needed) this.#open(needed);
    const collection = this.#collection!;
    collection.count++;
    collection.left -= needed;
    collection.fields.u16(collection.count, 0).skip(4).u64(text.length).put(text, 8);
    return new Fields(16).u32(text.length).u64(collection.address).u32(collection.count).bytes;
  }

  #open(needed: number): void {
    this.close();
    const length = Math.max(head + needed, smallest);
    const fields = new Fields(length).text("GCOL").u8(1).skip(3).u64(length);
    const address = this.#space.add(fields.bytes);
    this.#collection = { address, fields, left: length - head, count: 0 };
  }

  /** Marks the rest of the open collection as free (object 0), where there is room for the mark. */
  close(): void {
    if (this.#collection && this.#collection.left >= head) this.#collection.fields.skip(8).u64(this.#collection.left);
    this.#collection = undefined;
  }
}
