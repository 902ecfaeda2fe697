import { unreadable } from "./_unreadable.ts";
import { Cursor } from "./cursor.ts";
import type { Budget } from "./limits.ts";
import { verifyChecksum } from "./verify-checksum.ts";

/** A file's bytes, from its base address on, and what may still be spent on them. */
export class Hdf5File {
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  /** Collections of the global heap that were parsed, by address: objects by index. */
  readonly collections = new Map<number, ReadonlyMap<number, Uint8Array>>();
  /** Where parsing of a collection began, and how long those are together: they cannot exceed the file. */
  readonly openedCollections = new Set<number>();
  collectionBytes = 0;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /** A cursor at a block's address; it ends after `length` bytes where that is known. */
  at(address: number, what: string, length?: number): Cursor {
    this.budget.spend("blocks", 1);
    const all = this.bytes.length;
    if (address >= all) throw unreadable(`${what} must not begin beyond the end of the file's ${all} bytes`, address);
    const end = length === undefined ? all : address + length;
    if (end > all) throw unreadable(`${what} must not end beyond the end of the file's ${all} bytes`, end);
    return new Cursor(this.bytes, what, address, end);
  }

  /** Compares the checksum at the cursor with that of the bytes from `start` to it ("Checksum" fields of version 2 blocks). */
  verify(cursor: Cursor, start: number): void {
    verifyChecksum(cursor, this.bytes.subarray(start, cursor.offset));
  }
}

/** Guards a walk over blocks: an address that comes a second time is a cycle, or work without end. */
export class Visited {
  readonly #addresses = new Set<number>();

  add(address: number, what: string): void {
    if (this.#addresses.has(address)) {
      throw unreadable(`${what} must not be reached twice, its tree has a cycle or is corrupt`, address);
    }
    this.#addresses.add(address);
  }
}
