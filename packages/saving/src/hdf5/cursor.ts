import { unreadable } from "./_unreadable.ts";

/** Reads little-endian fields one after another, never beyond `end`. */
export class Cursor {
  readonly bytes: Uint8Array;
  /** What is being read, as the subject of an error message: `the symbol table node`. */
  readonly what: string;
  readonly end: number;
  offset: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, what: string, offset = 0, end = bytes.length) {
    this.bytes = bytes;
    this.what = what;
    this.offset = offset;
    this.end = end;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.end - this.offset;
  }

  /** Steps over `length` bytes and tells where they began. */
  #take(length: number): number {
    if (length > this.left) {
      throw unreadable(`${this.what} must have ${length} more bytes, not end beyond its block or the file`, this.left);
    }
    const start = this.offset;
    this.offset += length;
    return start;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** An unsigned integer of 1 to 8 bytes that a double holds exactly. */
  uint(size: number, name = "a number"): number {
    const start = this.#take(size);
    let value = 0;
    for (let i = size - 1; i >= 0; i--) value = value * 256 + this.#view.getUint8(start + i);
    if (value > Number.MAX_SAFE_INTEGER) {
      throw unreadable(`${name} in ${this.what} is too large: it must be a safe integer, below 2^53`, value);
    }
    return value;
  }
  u64(name?: string): number {
    return this.uint(8, name);
  }

  /** An address in the file; `undefined` where all bits are set ("undefined address"). */
  address(): number | undefined {
    const low = this.u32();
    const high = this.u32();
    if (low === 0xffffffff && high === 0xffffffff) return undefined;
    this.offset -= 8;
    return this.u64("an address");
  }

  /** A view of the next bytes. */
  take(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }
  skip(length: number): void {
    this.#take(length);
  }

  /** The next byte, which stays the next one. */
  peek(): number {
    const value = this.u8();
    this.offset--;
    return value;
  }

  /** Another cursor over the next bytes alone; `here` leaves this one where it is. */
  part(length: number, what = this.what, here = false): Cursor {
    const start = this.#take(length);
    if (here) this.offset = start;
    return new Cursor(this.bytes, what, start, start + length);
  }

  /** Four letters that every block starts with, and the number of its version where it has one. */
  signature(letters: string, version?: number): void {
    const found = String.fromCharCode(...this.take(4));
    if (found !== letters) throw unreadable(`${this.what} must start with the signature "${letters}"`, found);
    if (version !== undefined) this.version(version);
  }
  version(...known: number[]): number {
    const version = this.u8();
    if (!known.includes(version)) {
      throw unreadable(`${this.what} must be of version ${known.join(", ")}, others are not supported`, version);
    }
    return version;
  }
}
