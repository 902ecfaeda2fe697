import { unreadable } from "./_unreadable.ts";
import { lookup3 } from "./checksum.ts";
import { Cursor } from "./cursor.ts";
import type { Budget } from "./limits.ts";

/** A file's bytes, from its base address on, and what may still be spent on them. */
export class Hdf5File {
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  /** Collections of the global heap that were parsed, by address: objects by index. */
  readonly collections = new Map<number, ReadonlyMap<number, Uint8Array>>();
  collectionBytes = 0;

  constructor(bytes: Uint8Array, budget: Budget) {
    this.bytes = bytes;
    this.budget = budget;
  }

  /** A cursor at a block's address; it ends after `length` bytes where that is known. */
  at(address: number, what: string, length?: number): Cursor {
    this.budget.spend("blocks", 1);
    const end = length === undefined ? this.bytes.length : address + length;
    if (address >= this.bytes.length || end > this.bytes.length) {
      const where = length === undefined ? `address ${address}` : `bytes ${address} to ${end}`;
      throw unreadable(
        `${what} lies at ${where}, which must not be beyond the end of the file`,
        `${this.bytes.length} bytes`,
      );
    }
    return new Cursor(this.bytes, what, address, end);
  }

  /** Compares the checksum at the cursor with that of the bytes from `start` to it ("Checksum" fields of version 2 blocks). */
  verify(cursor: Cursor, start: number): void {
    verifyChecksum(cursor, this.bytes.subarray(start, cursor.offset));
  }
}

/** Compares the number at the cursor with the checksum of bytes. */
export function verifyChecksum(cursor: Cursor, covered: Uint8Array): void {
  const expected = lookup3(covered);
  const received = cursor.u32();
  if (received !== expected) throw unreadable(`the checksum of ${cursor.what} must be ${expected}`, received);
}

/** Guards a walk over blocks: an address that comes a second time is a cycle, or work without end. */
export class Visited {
  readonly #addresses = new Set<number>();

  add(address: number, what: string): void {
    if (this.#addresses.has(address)) {
      throw unreadable(`${what} must not be reached twice, its tree has a cycle or is corrupt`, `address ${address}`);
    }
    this.#addresses.add(address);
  }
}
